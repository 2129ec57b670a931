package io.fletch.sample.web;

import java.util.List;
import java.util.Objects;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.fletch.sample.playground.FilterLanguage;
import io.fletch.sample.playground.PassageMap;
import io.fletch.sample.playground.PassagePlot;
import io.fletch.sample.playground.PlacedQuestion;
import io.fletch.sample.playground.Playground;
import io.fletch.sample.playground.Playgrounds;
import io.fletch.sample.playground.RankedPassages;
import io.fletch.sample.playground.RankingChoice;
import io.fletch.sample.playground.Trial;
import io.fletch.sample.playground.TrialPlan;

/**
 * One question in every way that the application can rank passages.
 */
@RestController
@RequestMapping(path = "/api/playground", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Playground", description = "How the ways to rank differ for a question")
class PlaygroundController {

	private static final int LARGEST_LIMIT = 50;

	private static final int DEFAULT_LIMIT = 10;

	private static final int MOST_PASSAGES = 500;

	private static final int LONGEST_ID = 100;

	private final ChosenCollections collections;

	private final Playgrounds playgrounds;

	PlaygroundController(ChosenCollections collections, Playgrounds playgrounds) {
		this.collections = collections;
		this.playgrounds = playgrounds;
	}

	private Playground playground(@Nullable String collection) {
		return this.playgrounds.of(this.collections.one(collection));
	}

	private PassageMap map(@Nullable String collection) {
		return this.playgrounds.mapOf(this.collections.one(collection));
	}

	@GetMapping
	@Operation(summary = "Read what can be tried", description = "The ways to rank, and what filters can be made of")
	@ApiResponse(responseCode = "200")
	Offer offer(@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		Playground playground = playground(collection);
		return new Offer(playground.choices(), playground.filterLanguage(), LARGEST_LIMIT);
	}

	@PostMapping(path = "/search", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Ask in one way", description = "Changes nothing. Best first, with scores, ranks and places")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400",
			description = "question blank or too long; ranking unknown; limit out of range; filter wrong, "
					+ "with `position`, the offset in it, where there is one")
	@ApiResponse(responseCode = "404", description = ApiDescription.NO_COLLECTION)
	@ApiResponse(responseCode = "415", description = "Not application/json")
	@ApiResponse(responseCode = "422",
			description = "The reranker cannot be made, its model fails, or the function of the collection gives no vectors")
	RankedPassages search(@RequestBody TrialRequest request) {
		return playground(request.collection()).run(trial(request));
	}

	@PostMapping(path = "/plan", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Tell how a question is answered",
			description = "Changes nothing. The plan, and the plan with rows and times after a run")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "As of the search")
	@ApiResponse(responseCode = "404", description = ApiDescription.NO_COLLECTION)
	@ApiResponse(responseCode = "415", description = "Not application/json")
	@ApiResponse(responseCode = "422",
			description = "The reranker cannot be made, its model fails, or the function of the collection gives no vectors")
	TrialPlan plan(@RequestBody TrialRequest request) {
		return playground(request.collection()).plan(trial(request));
	}

	@GetMapping("/map")
	@Operation(summary = "Read the passages' places in the plane in which their vectors differ most",
			description = "At most 1,000 passages, spread evenly over all. Kept until the passages change")
	@ApiResponse(responseCode = "200")
	PassagePlot plot(@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		return map(collection).plot();
	}

	@PostMapping(path = "/map", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Place a question and passages in that plane", description = "Changes nothing")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "question blank or too long; too many passages")
	@ApiResponse(responseCode = "404", description = ApiDescription.NO_COLLECTION)
	@ApiResponse(responseCode = "415", description = "Not application/json")
	@ApiResponse(responseCode = "422", description = "The function of the collection gives no vectors")
	PlacedQuestion place(@RequestBody PlaceRequest request) {
		List<@Nullable String> ids = Objects.requireNonNullElse(request.passages(), List.of());
		if (ids.size() > MOST_PASSAGES) {
			throw InvalidFieldException.badRequest("passages",
					"passages has " + ids.size() + " ids; at most " + MOST_PASSAGES + " are allowed. Send fewer.");
		}
		List<String> known = ids.stream().map(PlaygroundController::passageId).toList();
		return map(request.collection()).place(QuestionText.checked("question", request.question()), known);
	}

	private static String passageId(@Nullable String id) {
		if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
			throw InvalidFieldException.badRequest("passages", "passages has " + InvalidFieldException.shown(id)
					+ ", which is no passage's id. Send ids that a search gave.");
		}
		return id;
	}

	private static Trial trial(TrialRequest request) {
		String question = QuestionText.checked("question", request.question());
		String ranking = Objects.requireNonNullElse(request.ranking(), "hybrid");
		int limit = Objects.requireNonNullElse(request.limit(), DEFAULT_LIMIT);
		Section section = Section.of(0, limit, LARGEST_LIMIT);
		return new Trial(question, ranking, section.limit(), FilterText.checked(request.filter()));
	}

	/**
	 * What can be tried.
	 *
	 * @param rankings the ways to rank
	 * @param filter what filters can be made of
	 * @param largestLimit how many passages can be asked for at most
	 */
	record Offer(List<RankingChoice> rankings, FilterLanguage filter, int largestLimit) {
	}

	/**
	 * A question and how it is asked.
	 *
	 * @param question the question
	 * @param ranking the way to rank; hybrid if absent
	 * @param limit how many passages; 10 if absent
	 * @param filter a condition in SQL on the columns of the passages
	 * @param collection where it is asked; the default collection if absent
	 */
	@Schema(name = "TrialRequest")
	record TrialRequest(
			@Schema(description = "The question", requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1,
					maxLength = QuestionText.LONGEST) @JsonDeserialize(
							using = TextOnly.class) @Nullable String question,
			@Schema(description = "The name of a ranking",
					defaultValue = "hybrid") @JsonDeserialize(using = TextOnly.class) @Nullable String ranking,
			@Schema(description = "How many passages", minimum = "1", maximum = "" + LARGEST_LIMIT,
					defaultValue = "" + DEFAULT_LIMIT) @JsonDeserialize(
							using = WholeNumber.OfInt.class) @Nullable Integer limit,
			@Schema(description = "A condition on the columns of the passages, in SQL",
					maxLength = FilterText.LONGEST) @JsonDeserialize(using = TextOnly.class) @Nullable String filter,
			@Schema(description = ChosenCollections.DESCRIPTION) @JsonDeserialize(
					using = TextOnly.class) @Nullable String collection) {
	}

	/**
	 * A question to be placed.
	 *
	 * @param question the question
	 * @param passages the ids of passages to be placed with it
	 * @param collection where these are; the default collection if absent
	 */
	@Schema(name = "PlaceRequest")
	record PlaceRequest(
			@Schema(description = "The question", requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1,
					maxLength = QuestionText.LONGEST) @JsonDeserialize(
							using = TextOnly.class) @Nullable String question,
			@Schema(description = "Ids of passages, at most " + MOST_PASSAGES) @JsonDeserialize(
					contentUsing = TextOnly.class) @Nullable List<@Nullable String> passages,
			@Schema(description = ChosenCollections.DESCRIPTION) @JsonDeserialize(
					using = TextOnly.class) @Nullable String collection) {
	}

}
