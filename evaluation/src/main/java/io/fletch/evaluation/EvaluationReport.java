package io.fletch.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How searches did, side by side.
 *
 * @param metrics what was measured, the most important first
 * @param runs one run a search
 */
public record EvaluationReport(List<Metric> metrics, List<EvaluationRun> runs) {

	/** How many questions the report shows that two searches answer most differently. */
	static final int SHOWN_QUESTIONS = 10;

	/**
	 * Copies.
	 * @param metrics what was measured
	 * @param runs one run a search
	 * @throws IllegalArgumentException if there is no metric or run, or the runs were
	 * asked different questions
	 */
	public EvaluationReport {
		Objects.requireNonNull(metrics, "metrics");
		Objects.requireNonNull(runs, "runs");
		metrics = List.copyOf(metrics);
		runs = List.copyOf(runs);
		if (metrics.isEmpty() || runs.isEmpty()) {
			throw new IllegalArgumentException("A report needs at least one metric and one run, but has "
					+ metrics.size() + " and " + runs.size());
		}
		runs.forEach(runs.getFirst()::requireSameQuestions);
	}

	/**
	 * Finds a run.
	 * @param name the name of the search
	 * @return the run
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public EvaluationRun run(String name) {
		Objects.requireNonNull(name, "name");
		return this.runs.stream()
			.filter((run) -> run.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no search '" + name
					+ "' in this report; there are " + this.runs.stream().map(EvaluationRun::name).toList()));
	}

	/**
	 * Compares two searches.
	 * @param first the name of one
	 * @param second the name of the other
	 * @param metric the metric
	 * @return by how much the second is better
	 * @throws IllegalArgumentException if there is none of a name, or the metric looks
	 * further than the searches did
	 */
	public Difference difference(String first, String second, Metric metric) {
		Objects.requireNonNull(first, "first");
		Objects.requireNonNull(second, "second");
		Objects.requireNonNull(metric, "metric");
		return Difference.between(run(first), run(second), metric);
	}

	/**
	 * Writes this report as text.
	 * @return the report in Markdown: metrics and times, a table of how each search
	 * differs from the first, and the questions that the first answers worst
	 */
	public String markdown() {
		return markdown("Evaluation", "");
	}

	/**
	 * Writes this report as text under a title.
	 * @param title the title
	 * @param description what stands below it; may be empty
	 * @return the report in Markdown, as {@link #markdown()}
	 */
	public String markdown(String title, String description) {
		Objects.requireNonNull(title, "title");
		Objects.requireNonNull(description, "description");
		return new MarkdownReport(this, title, description).toString();
	}

	/**
	 * Writes this report as a page of HTML that needs nothing else: the tables, and plots
	 * of the metrics and of recall by the number of results.
	 * @return the page
	 */
	public String html() {
		return html("Evaluation", "");
	}

	/**
	 * Writes this report as a page of HTML under a title.
	 * @param title the title, as text
	 * @param description what stands below it, as text; may be empty
	 * @return the page, as {@link #html()}
	 */
	public String html(String title, String description) {
		Objects.requireNonNull(title, "title");
		Objects.requireNonNull(description, "description");
		return new HtmlReport(this, title, description).toString();
	}

	/**
	 * Writes {@code evaluation.md}, {@code evaluation.html} and the plots
	 * {@code metrics.svg} and {@code recall.svg}.
	 * @param folder the folder, created if need be; files of these names are replaced
	 * @throws IOException if a file cannot be written
	 */
	public void write(Path folder) throws IOException {
		Objects.requireNonNull(folder, "folder");
		Files.createDirectories(folder);
		Plots plots = new Plots(this);
		Files.writeString(folder.resolve("evaluation.md"),
				markdown() + "\n![Metrics](metrics.svg)\n\n![Recall](recall.svg)\n", StandardCharsets.UTF_8);
		Files.writeString(folder.resolve("evaluation.html"), html(), StandardCharsets.UTF_8);
		Files.writeString(folder.resolve("metrics.svg"), plots.metrics(), StandardCharsets.UTF_8);
		Files.writeString(folder.resolve("recall.svg"), plots.recall(), StandardCharsets.UTF_8);
	}

}
