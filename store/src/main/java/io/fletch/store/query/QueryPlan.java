package io.fletch.store.query;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How a search is answered.
 *
 * @param version the version of the table that is read
 * @param rowCount the number of its rows
 * @param steps what is done, in this order
 */
public record QueryPlan(long version, long rowCount, List<Step> steps) {

	public QueryPlan {
		steps = List.copyOf(steps);
	}

	/**
	 * Returns the plan as text, a step a line.
	 * @return the text
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("version " + this.version + ", " + this.rowCount + " rows");
		this.steps.forEach((step) -> text.append('\n').append(step));
		return text.toString();
	}

	/**
	 * A step.
	 *
	 * @param name what is done: {@code index} (one is passed over), {@code filter},
	 * {@code vector}, {@code rounds}, {@code text}, {@code fuse}, {@code sort},
	 * {@code read}
	 * @param how by which index, or that every row is looked at
	 * @param why what decided that
	 * @param rows how many rows are left after it, or -1 if it did not run
	 * @param milliseconds how long it took, or {@code null} if it was not measured
	 */
	public record Step(String name, String how, String why, long rows, @Nullable Double milliseconds) {

		@Override
		public String toString() {
			String left = (this.rows >= 0) ? " -> " + this.rows + " rows" : "";
			String time = (this.milliseconds != null) ? String.format(Locale.ROOT, " in %.3f ms", this.milliseconds)
					: "";
			return "- " + this.name + ": " + this.how + (this.why.isEmpty() ? "" : " (" + this.why + ")") + left + time;
		}

	}

}
