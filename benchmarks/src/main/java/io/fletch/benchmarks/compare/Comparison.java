package io.fletch.benchmarks.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fletch.benchmarks.measure.Result;

/**
 * Our results beside those of another store: the targets first, then every operation that
 * both have. The other store counts with its best measurement, ours with the median.
 */
public final class Comparison {

	/** The kinds of table that the other store measures one operation on. */
	private static final Pattern TABLE_KIND = Pattern
		.compile("^(noindex|btree|full|no index|BTREE\\(id,num\\)\\+BITMAP\\(cat\\)): (.*)");

	private final Map<Key, List<Result>> peer;

	private final Map<Key, List<Result>> ours;

	/**
	 * Compares results.
	 * @param peer the results of the other store
	 * @param ours the results of this store
	 */
	public Comparison(List<Result> peer, List<Result> ours) {
		this.peer = grouped(peer);
		this.ours = grouped(ours);
	}

	private static Map<Key, List<Result>> grouped(List<Result> results) {
		Function<Result, Key> key = (result) -> new Key(result.op(),
				TABLE_KIND.matcher(result.config()).replaceFirst("$2"), result.metric());
		return results.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
	}

	/**
	 * Returns the comparison.
	 * @return two tables in Markdown
	 */
	public String toMarkdown() {
		List<String> lines = new ArrayList<>();
		lines.add(
				"| operation | unit | theirs, best | theirs, median | ours, best | ours, median | times as fast | target | |");
		lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
		Target.ALL.forEach((target) -> lines.add(line(target)));
		lines.add("");
		lines.add("| operation | with | unit | theirs, best | theirs, median | ours, best | ours | times as fast |");
		lines.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
		this.ours.forEach((key, results) -> {
			List<Result> theirs = this.peer.get(key);
			if (theirs != null) {
				lines.add(line(key, theirs, results));
			}
		});
		return String.join("\n", lines) + "\n";
	}

	private String line(Target target) {
		Key key = new Key(target.op(), target.config(), target.metric());
		Summary mine = summary(this.ours, key);
		Summary theirs = summary(this.peer, key);
		List<String> cells = new ArrayList<>(List.of(target.name(), target.metric()));
		cells.add((theirs != null) ? format(theirs.best()) : "");
		cells.add((theirs != null) ? format(theirs.median()) : "");
		if (mine == null) {
			cells.addAll(List.of("", "not measured", "", goal(target), "no"));
			return row(cells);
		}
		Double ratio = (theirs != null) ? Summary.ratio(theirs, mine) : null;
		double figure = (target.goal() == Target.Goal.WORST_AT_MOST) ? mine.worst() : mine.median();
		cells.addAll(List.of(format(mine.best()), format(figure), (ratio != null) ? format(ratio) : "", goal(target),
				verdict(target, figure, ratio)));
		return row(cells);
	}

	private static String row(List<String> cells) {
		return "| " + String.join(" | ", cells) + " |";
	}

	private static String line(Key key, List<Result> theirResults, List<Result> ourResults) {
		Summary theirs = Summary.of(theirResults);
		Summary mine = Summary.of(ourResults);
		return row(List.of(key.op(), key.config(), key.metric(), format(theirs.best()), format(theirs.median()),
				format(mine.best()), format(mine.median()), format(Summary.ratio(theirs, mine))));
	}

	private static @Nullable Summary summary(Map<Key, List<Result>> results, Key key) {
		List<Result> found = results.get(key);
		return (found != null) ? Summary.of(found) : null;
	}

	private static String goal(Target target) {
		return switch (target.goal()) {
			case FASTER -> format(target.bound()) + " x";
			case AT_MOST, WORST_AT_MOST -> "<= " + format(target.bound());
			case AT_LEAST -> ">= " + format(target.bound());
		};
	}

	private static String verdict(Target target, double figure, @Nullable Double ratio) {
		double share = switch (target.goal()) {
			case FASTER -> (ratio != null) ? ratio / target.bound() : Double.NaN;
			case AT_MOST, WORST_AT_MOST -> target.bound() / figure;
			case AT_LEAST -> figure / target.bound();
		};
		if (Double.isNaN(share)) {
			return "theirs was not measured";
		}
		return (share >= 1) ? "met" : "missed by " + format(1 / share) + " x";
	}

	private static String format(double value) {
		return new BigDecimal(value).round(new MathContext(3)).toPlainString();
	}

	private record Key(String op, String config, String metric) {
	}

}
