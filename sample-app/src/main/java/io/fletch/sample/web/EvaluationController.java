package io.fletch.sample.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.fletch.sample.evaluation.EvaluationRunInfo;
import io.fletch.sample.evaluation.Evaluations;
import io.fletch.sample.evaluation.GoldenFile;
import io.fletch.sample.evaluation.QuestionOutcome;
import io.fletch.sample.evaluation.ReportFile;
import io.fletch.sample.evaluation.RunComparison;
import io.fletch.sample.evaluation.RunPlan;
import io.fletch.sample.evaluation.RunReport;
import io.fletch.sample.evaluation.RunResults;
import io.fletch.sample.playground.Playgrounds;
import io.fletch.sample.playground.RankingChoice;

/**
 * Runs over golden questions: start, follow, cancel, read, compare, download.
 */
@RestController
@RequestMapping(path = "/api/evaluation", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Evaluation")
class EvaluationController {

	private static final int LARGEST_LIMIT = 100;

	private static final String DEFAULT_LIMIT = "20";

	private static final List<Integer> DEFAULT_CUTOFFS = List.of(5, 10);

	private static final int DEFAULT_PASSAGES = 50;

	private static final String UNKNOWN = "No run of this id";

	private static final String UNFINISHED = "The run has no results";

	private final Evaluations evaluations;

	private final ChosenCollections collections;

	private final Playgrounds playgrounds;

	EvaluationController(Evaluations evaluations, ChosenCollections collections, Playgrounds playgrounds) {
		this.evaluations = evaluations;
		this.collections = collections;
		this.playgrounds = playgrounds;
	}

	@GetMapping
	@Operation(summary = "Read what can be evaluated", description = "The rankings, and what is allowed at most")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = "No collection of this id")
	EvaluationOffer offer(@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		return new EvaluationOffer(this.playgrounds.of(this.collections.one(collection)).choices(), DEFAULT_CUTOFFS,
				DEFAULT_PASSAGES, GoldenFile.MOST_QUESTIONS, GoldenFile.MOST_BYTES, RunPlan.GREATEST_CUTOFF,
				RunPlan.MOST_PASSAGES);
	}

	@PostMapping(path = "/runs", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Start a run", description = """
			Asks every ranking every question of a set, one after the other, in the background. One runs at a time.""")
	@ApiResponse(responseCode = "202", description = "Begun; `Location` is the run's URL")
	@ApiResponse(responseCode = "400",
			description = "set missing; rankings, cutoffs, passages or filter wrong; the run would keep too much")
	@ApiResponse(responseCode = "404", description = "No set or collection of this id")
	@ApiResponse(responseCode = "409", description = "Another run is under way")
	@ApiResponse(responseCode = "415", description = "Not application/json")
	ResponseEntity<EvaluationRunInfo> start(@RequestBody EvaluationRequest request) {
		EvaluationRunInfo begun = this.evaluations.start(plan(request), this.collections.one(request.collection()));
		return ResponseEntity.accepted().location(URI.create("/api/evaluation/runs/" + begun.id())).body(begun);
	}

	private static RunPlan plan(EvaluationRequest request) {
		String set = request.set();
		if (set == null || set.isBlank()) {
			throw InvalidFieldException.badRequest("set", "set is missing. Send the id of a set of golden questions.");
		}
		List<@Nullable String> rankings = Objects.requireNonNullElse(request.rankings(), List.of());
		List<@Nullable Integer> cutoffs = Objects.requireNonNullElse(request.cutoffs(), List.copyOf(DEFAULT_CUTOFFS));
		return new RunPlan(set, known("rankings", rankings), known("cutoffs", cutoffs),
				Objects.requireNonNullElse(request.passages(), DEFAULT_PASSAGES), FilterText.checked(request.filter()));
	}

	private static <T> List<T> known(String field, List<@Nullable T> values) {
		return values.stream().map((value) -> {
			if (value == null) {
				throw InvalidFieldException.badRequest(field, field + " has null in it. Leave it out.");
			}
			return value;
		}).toList();
	}

	@GetMapping("/runs")
	@Operation(summary = "List the runs", description = "The newest first; the last " + Evaluations.MOST + " are kept")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "offset or limit out of range")
	EvaluationRunList list(
			@Parameter(description = "How many are left out") @RequestParam(defaultValue = "0") int offset,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit) {
		Section section = Section.of(offset, limit, LARGEST_LIMIT);
		return new EvaluationRunList(this.evaluations.page(section.offset(), section.limit()),
				this.evaluations.count());
	}

	@GetMapping("/runs/{id}")
	@Operation(summary = "Read how far a run is")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	EvaluationRunInfo one(@PathVariable String id) {
		return this.evaluations.find(id);
	}

	@PostMapping("/runs/{id}/cancel")
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Cancel a run", description = "It ends soon; rankings that are through are kept")
	@ApiResponse(responseCode = "202", description = "Told to end")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	@ApiResponse(responseCode = "409", description = "It does not run")
	EvaluationRunInfo cancel(@PathVariable String id) {
		return this.evaluations.cancel(id);
	}

	@DeleteMapping("/runs/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a run", description = "With its results")
	@ApiResponse(responseCode = "204", description = "Deleted")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	@ApiResponse(responseCode = "409", description = "It is running")
	void delete(@PathVariable String id) {
		this.evaluations.delete(id);
	}

	@GetMapping("/runs/{id}/results")
	@Operation(summary = "Read how the rankings of a run did", description = """
			Means of each metric, times, differences from the first ranking with how likely they are by chance \
			(Fisher's randomisation test), and the metrics by the number of results""")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	@ApiResponse(responseCode = "409", description = UNFINISHED)
	RunResults results(@PathVariable String id) {
		return this.evaluations.results(id);
	}

	@GetMapping("/runs/{id}/questions")
	@Operation(summary = "Read how a ranking answered the questions", description = "Answered worst first")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "ranking or metric is none of the run; offset or limit wrong")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	@ApiResponse(responseCode = "409", description = UNFINISHED)
	QuestionOutcomes questions(@PathVariable String id,
			@Parameter(description = "The name of a ranking") @RequestParam String ranking,
			@Parameter(
					description = "The name of a metric, such as nDCG@10; the first of the run if absent") @RequestParam(
							required = false) @Nullable String metric,
			@Parameter(description = "How many are left out") @RequestParam(defaultValue = "0") int offset,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit) {
		Section section = Section.of(offset, limit, LARGEST_LIMIT);
		List<QuestionOutcome> all = this.evaluations.questions(id, ranking, metric);
		return new QuestionOutcomes(all.stream().skip(section.offset()).limit(section.limit()).toList(), all.size());
	}

	@GetMapping("/runs/{id}/comparison")
	@Operation(summary = "Compare two runs over the same questions", description = """
			For each ranking that both have, in the metrics of the greatest cutoff that both have""")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "The runs have nothing in common")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	@ApiResponse(responseCode = "409", description = UNFINISHED)
	RunComparison compare(@PathVariable String id,
			@Parameter(description = "The id of the run that it is compared with") @RequestParam String with) {
		return this.evaluations.compare(id, with);
	}

	@GetMapping(path = "/runs/{id}/report",
			produces = { "text/html", "text/markdown", "text/csv", MediaType.APPLICATION_JSON_VALUE })
	@Operation(summary = "Download a run", description = """
			`html`: a page that needs nothing else; `md`: Markdown; `csv`: a row for each question and ranking; \
			`json`: everything""")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "No such format")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	@ApiResponse(responseCode = "409", description = UNFINISHED + ", or Java finds no fonts to draw `html` with")
	ResponseEntity<byte[]> report(@PathVariable String id,
			@Parameter(
					schema = @Schema(type = "string", allowableValues = { "html", "md", "csv", "json" })) @RequestParam(
							defaultValue = "html") String format) {
		Download download = Download.named(format);
		ReportFile file = this.evaluations.report(id, download.form);
		return ResponseEntity.ok()
			.contentType(download.type)
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment()
						.filename(file.name() + "." + format, StandardCharsets.UTF_8)
						.build()
						.toString())
			.body(file.content().getBytes(StandardCharsets.UTF_8));
	}

	/** A form of the report. */
	private enum Download {

		HTML("text", "html", RunReport::html), MD("text", "markdown", RunReport::markdown),
		CSV("text", "csv", RunReport::csv), JSON("application", "json", RunReport::json);

		private final MediaType type;

		private final Function<RunReport, String> form;

		Download(String type, String subtype, Function<RunReport, String> form) {
			this.form = form;
			this.type = new MediaType(type, subtype, StandardCharsets.UTF_8);
		}

		static Download named(String format) {
			for (Download each : values()) {
				if (each.name().toLowerCase(Locale.ROOT).equals(format)) {
					return each;
				}
			}
			throw InvalidFieldException.badRequest("format",
					"format is " + InvalidFieldException.shown(format) + ", but must be html, md, csv or json.");
		}

	}

	/**
	 * What can be evaluated.
	 *
	 * @param rankings the ways to rank
	 * @param cutoffs the cutoffs of a run that names none
	 * @param passages the passages of a run that does not say
	 * @param mostQuestions how many questions a set may have
	 * @param mostBytes how large its file may be
	 * @param greatestCutoff the greatest cutoff
	 * @param mostPassages how many passages a question may be answered with
	 */
	record EvaluationOffer(List<RankingChoice> rankings, List<Integer> cutoffs, int passages, int mostQuestions,
			int mostBytes, int greatestCutoff, int mostPassages) {
	}

	/**
	 * A part of the runs.
	 *
	 * @param runs the runs, the newest first
	 * @param total how many there are in all
	 */
	record EvaluationRunList(List<EvaluationRunInfo> runs, long total) {
	}

	/**
	 * A part of the questions.
	 *
	 * @param questions the questions, answered worst first
	 * @param total how many there are in all
	 */
	record QuestionOutcomes(List<QuestionOutcome> questions, int total) {
	}

	/**
	 * What a run shall ask.
	 *
	 * @param set the set of golden questions
	 * @param rankings the rankings
	 * @param cutoffs how many results the metrics look at
	 * @param passages how many passages each question is answered with
	 * @param filter a condition on the passages
	 * @param collection where it asks; the default collection if absent
	 */
	@Schema(name = "EvaluationRequest")
	record EvaluationRequest(@Schema(description = "The id of a set of golden questions",
			requiredMode = Schema.RequiredMode.REQUIRED) @JsonDeserialize(using = TextOnly.class) @Nullable String set,
			@Schema(description = "The names of rankings; the others are compared with the first",
					requiredMode = Schema.RequiredMode.REQUIRED) @JsonDeserialize(
							contentUsing = TextOnly.class) @Nullable List<@Nullable String> rankings,
			@Schema(description = "How many results the metrics look at, 1 to " + RunPlan.GREATEST_CUTOFF + ", at most "
					+ RunPlan.MOST_CUTOFFS + " of them; 5 and 10 if absent") @JsonDeserialize(
							contentUsing = WholeNumber.OfInt.class) @Nullable List<@Nullable Integer> cutoffs,
			@Schema(description = "How many passages each question is answered with; a document counts at the place "
					+ "of its first passage", minimum = "1", maximum = "" + RunPlan.MOST_PASSAGES,
					defaultValue = "" + DEFAULT_PASSAGES) @JsonDeserialize(
							using = WholeNumber.OfInt.class) @Nullable Integer passages,
			@Schema(description = "A condition on the columns of the passages, in SQL",
					maxLength = FilterText.LONGEST) @JsonDeserialize(using = TextOnly.class) @Nullable String filter,
			@Schema(description = ChosenCollections.DESCRIPTION) @JsonDeserialize(
					using = TextOnly.class) @Nullable String collection) {
	}

}
