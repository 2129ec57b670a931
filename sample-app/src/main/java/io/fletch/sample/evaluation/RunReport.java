package io.fletch.sample.evaluation;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.evaluation.EvaluationReport;
import io.fletch.evaluation.EvaluationRun;
import io.fletch.evaluation.Metric;
import io.fletch.evaluation.QuestionResult;
import io.fletch.sample.collection.DocumentCollection;

/**
 * A run as a file to keep.
 */
public final class RunReport {

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final Logger logger = LoggerFactory.getLogger(RunReport.class);

	private final CompleteRun run;

	/**
	 * Describes a run.
	 * @param run the run
	 */
	RunReport(CompleteRun run) {
		this.run = run;
	}

	/**
	 * Returns what the file is called, without its ending.
	 * @return for example {@code evaluation golden 2026-03-01 1207}
	 */
	public String name() {
		String set = this.run.info().setName().replaceFirst("\\.[^.]*$", "");
		return "evaluation " + set + " " + DAY.format(this.run.info().begunAt()).replace(":", "");
	}

	/**
	 * Writes a page of HTML that needs nothing else.
	 * @return the page
	 * @throws RefusedException if Java finds no fonts, so that it cannot draw
	 */
	public String html() {
		EvaluationReport report = this.run.report();
		try {
			return report.html(title(), description());
		}
		catch (RuntimeException | LinkageError | InternalError ex) {
			if (!isOfDrawing(ex)) {
				throw ex;
			}
			logger.warn("No plots can be drawn, as Java finds no fonts", ex);
			throw new RefusedException(RefusedException.Reason.CONFLICT, "format",
					"format is html, whose plots cannot be drawn here, as Java finds no fonts. Ask for md, csv or json, "
							+ "or install fontconfig and a font, and start again.");
		}
	}

	private static boolean isOfDrawing(Throwable failure) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.flatMap((each) -> Stream.of(each.getStackTrace()))
			.map(StackTraceElement::getClassName)
			.anyMatch((name) -> name.startsWith("sun.font.") || name.startsWith("sun.awt.")
					|| name.startsWith("java.awt."));
	}

	/**
	 * Writes Markdown.
	 * @return the text
	 */
	public String markdown() {
		return this.run.report().markdown(title(), description());
	}

	/**
	 * Writes all that is known about the run as JSON.
	 * @return the object
	 */
	public String json() {
		return JsonMapper.shared()
			.writerWithDefaultPrettyPrinter()
			.writeValueAsString(new Whole(this.run.info(), this.run.results(), this.run.answers()));
	}

	/**
	 * Writes a row for each question and ranking, as spreadsheets read them: no cell is
	 * taken for a formula.
	 * @return the rows under their headings
	 */
	public String csv() {
		EvaluationReport report = this.run.report();
		StringWriter text = new StringWriter();
		try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
			List<String> heads = new ArrayList<>(List.of("ranking", "id", "question"));
			report.metrics().stream().map(Metric::label).forEach(heads::add);
			heads.addAll(List.of("milliseconds", "relevant", "found"));
			printer.printRecord(heads);
			for (EvaluationRun each : report.runs()) {
				for (QuestionResult result : each.results()) {
					printer.printRecord(cells(each.name(), result, report.metrics()));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString();
	}

	private static List<String> cells(String ranking, QuestionResult result, List<Metric> metrics) {
		List<String> cells = new ArrayList<>(
				List.of(plain(ranking), plain(result.question().id()), plain(result.question().text())));
		metrics.forEach((metric) -> cells.add(String.format(Locale.ROOT, "%.4f", result.measure(metric))));
		cells.add(String.format(Locale.ROOT, "%.3f", result.time().toNanos() / 1e6));
		cells.add(plain(String.join("; ", result.question().relevant().keySet())));
		cells.add(plain(String.join("; ", result.found())));
		return cells;
	}

	/** What begins so is a formula to spreadsheets. */
	private static String plain(String text) {
		return (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) ? "'" + text : text;
	}

	private String title() {
		return "Evaluation of " + this.run.info().setName();
	}

	private String description() {
		EvaluationRunInfo info = this.run.info();
		String filter = (info.filter() != null) ? ", only passages with " + info.filter() : "";
		String state = (info.state() == RunState.DONE) ? "" : " The run was ended before all rankings were through.";
		String collection = info.collection().equals(DocumentCollection.DEFAULT) ? ""
				: " in the collection " + info.collection();
		return "Run at " + DAY.format(info.begunAt()) + " (UTC)" + collection + ". Each question was answered with "
				+ info.passages() + " passages; found are " + info.kind() + filter + "." + state;
	}

	/**
	 * All that is known about a run.
	 *
	 * @param run what it asked
	 * @param results how the rankings did
	 * @param answers what they found
	 */
	record Whole(EvaluationRunInfo run, RunResults results, RunAnswers answers) {
	}

}
