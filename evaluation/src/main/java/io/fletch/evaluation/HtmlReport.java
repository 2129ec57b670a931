package io.fletch.evaluation;

import java.util.List;

/**
 * A report as one page of HTML.
 */
final class HtmlReport {

	private static final String HEAD = """
			<!doctype html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width">
			<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
			<meta name="color-scheme" content="light dark">
			<style>
			body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
			table { border-collapse: collapse; display: block; margin: 1rem 0; overflow-x: auto }
			th, td { border-bottom: 1px solid #8888; padding: .3rem .7rem; text-align: left; overflow-wrap: break-word }
			figure { margin: 1rem 0; overflow-x: auto; background: #fff }
			svg { height: auto; max-width: 100% }
			</style>
			""";

	private final EvaluationReport report;

	private final String title;

	private final String description;

	HtmlReport(EvaluationReport report, String title, String description) {
		this.report = report;
		this.title = title;
		this.description = description;
	}

	@Override
	public String toString() {
		ReportTables tables = new ReportTables(this.report);
		Plots plots = new Plots(this.report);
		EvaluationRun first = this.report.runs().getFirst();
		String heading = escape(this.title);
		StringBuilder page = new StringBuilder(HEAD);
		page.append("<title>").append(heading).append("</title>\n</head>\n<body>\n<h1>");
		page.append(heading).append("</h1>\n");
		if (!this.description.isBlank()) {
			page.append("<p>").append(escape(this.description)).append("</p>\n");
		}
		page.append("<p>").append(first.results().size()).append(" questions</p>\n");
		table(page, tables.metrics());
		page.append(drawing("Plot of the metrics; the table has their values", plots.metrics()));
		page.append(drawing("Plot of recall by the number of results", plots.recall()));
		if (this.report.runs().size() > 1) {
			table(page.append("<h2>Differences</h2>\n"), tables.differences());
		}
		table(page.append("<h2>Answered worst by ").append(escape(first.name())).append("</h2>\n"), tables.worst());
		return page.append("</body>\n</html>\n").toString();
	}

	private static void table(StringBuilder page, List<List<String>> lines) {
		page.append("<table>\n");
		line(page, lines.getFirst(), "th scope=\"col\"");
		lines.subList(1, lines.size()).forEach((cells) -> line(page, cells, "td"));
		page.append("</table>\n");
	}

	private static void line(StringBuilder page, List<String> cells, String tag) {
		page.append("<tr>");
		cells.forEach((cell) -> page.append('<')
			.append(tag)
			.append('>')
			.append(escape(cell))
			.append("</")
			.append(tag, 0, 2)
			.append('>'));
		page.append("</tr>\n");
	}

	/** The declaration before the element has no place inside a page. */
	private static String drawing(String label, String svg) {
		return "<figure role=\"img\" aria-label=\"" + label + "\">" + svg.substring(svg.indexOf("<svg"))
				+ "</figure>\n";
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

}
