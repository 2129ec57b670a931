package io.fletch.evaluation;

import java.util.List;

/**
 * A report as Markdown.
 */
final class MarkdownReport {

	private final EvaluationReport report;

	private final String title;

	private final String description;

	MarkdownReport(EvaluationReport report, String title, String description) {
		this.report = report;
		this.title = title;
		this.description = description;
	}

	@Override
	public String toString() {
		ReportTables tables = new ReportTables(this.report);
		EvaluationRun first = this.report.runs().getFirst();
		StringBuilder text = new StringBuilder("# ").append(cell(this.title)).append("\n\n");
		if (!this.description.isBlank()) {
			text.append(cell(this.description)).append("\n\n");
		}
		text.append(first.results().size()).append(" questions\n\n");
		table(text, tables.metrics());
		if (this.report.runs().size() > 1) {
			table(text.append("\n## Differences\n\n"), tables.differences());
		}
		table(text.append("\n## Answered worst by ").append(cell(first.name())).append("\n\n"), tables.worst());
		return text.toString();
	}

	private static void table(StringBuilder text, List<List<String>> lines) {
		line(text, lines.getFirst().stream().map(MarkdownReport::cell).toList());
		line(text, lines.getFirst().stream().map((heading) -> "---").toList());
		lines.subList(1, lines.size())
			.forEach((cells) -> line(text, cells.stream().map(MarkdownReport::cell).toList()));
	}

	private static void line(StringBuilder text, List<String> cells) {
		text.append("| ").append(String.join(" | ", cells)).append(" |\n");
	}

	/** Questions and ids are anybody's: they must stay text in one cell. */
	private static String cell(String text) {
		return text.replaceAll("\\s+", " ")
			.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replaceAll("([\\\\`*_\\[\\]|!#])", "\\\\$1");
	}

}
