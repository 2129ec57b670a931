package io.fletch.benchmarks.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.fletch.benchmarks.measure.Result;

/**
 * Our searches beside those of another store, each by its fastest configuration that
 * finds enough. The other store counts with its best round, ours with the median.
 */
public final class SearchComparison {

	private final List<Result> peer;

	private final List<Result> ours;

	/**
	 * Compares results.
	 * @param peer the results of the other store
	 * @param ours the results of this store
	 */
	public SearchComparison(List<Result> peer, List<Result> ours) {
		this.peer = peer;
		this.ours = ours;
	}

	/**
	 * Returns the comparison.
	 * @return a table in Markdown, and below it what is missing in it, and why
	 */
	public String toMarkdown() {
		List<String> lines = new ArrayList<>();
		lines.add("| search | theirs, best | by | recall | ours, median | by | recall | times as fast | target | |");
		lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
		SearchTarget.ALL.forEach((target) -> lines.add(line(target)));
		List<String> missing = SearchTarget.ALL.stream().flatMap(this::missing).toList();
		if (!missing.isEmpty()) {
			lines.add("");
			lines.addAll(missing);
		}
		return String.join("\n", lines) + "\n";
	}

	/**
	 * Says why a search is not compared.
	 */
	private Stream<String> missing(SearchTarget target) {
		Stream<String> theirs = target.theirBest(this.peer).isPresent() ? Stream.empty()
				: Stream.of("- " + target.name() + ", theirs: " + target.whyNotTheirs(this.peer) + ".");
		Stream<String> mine = target.ourBest(this.ours).isPresent() ? Stream.empty()
				: Stream.of("- " + target.name() + ", ours: " + target.whyNotOurs(this.ours) + ".");
		return Stream.concat(theirs, mine);
	}

	private String line(SearchTarget target) {
		Optional<Result> theirs = target.theirBest(this.peer);
		Optional<Result> mine = target.ourBest(this.ours);
		List<String> cells = new ArrayList<>(List.of(target.name()));
		cells.add(theirs.map((result) -> format(result.min()) + " ms").orElse("not measured"));
		cells.add(theirs.map(Result::config).orElse(""));
		cells.add(theirs.map(SearchComparison::recall).orElse(""));
		cells.add(mine.map((result) -> format(result.value()) + " ms").orElse("not measured"));
		cells.add(mine.map(Result::config).orElse(""));
		cells.add(mine.map(SearchComparison::recall).orElse(""));
		Optional<Double> ratio = theirs.flatMap((their) -> mine.map((our) -> their.min() / our.value()));
		cells.add(ratio.map(SearchComparison::format).orElse(""));
		cells.add(format(target.ratio()) + " x");
		cells.add(ratio
			.map((times) -> (times >= target.ratio()) ? "met" : "missed by " + format(target.ratio() / times) + " x")
			.orElse("no"));
		return "| " + String.join(" | ", cells) + " |";
	}

	private static String recall(Result result) {
		Double recall = result.recall();
		return (recall != null) ? recall.toString() : "";
	}

	private static String format(double value) {
		return new BigDecimal(value).round(new MathContext(3)).toPlainString();
	}

}
