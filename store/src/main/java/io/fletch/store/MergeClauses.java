package io.fletch.store;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;

/**
 * What a merge-insert does with the rows of the table and of the source.
 *
 * @param update which matched rows are updated, or {@code null} for none
 * @param insert whether source rows are inserted that match nothing
 * @param delete which rows of the table are deleted that no source row matches, or
 * {@code null} for none
 */
record MergeClauses(@Nullable SqlText update, boolean insert, @Nullable SqlText delete) {

	static final MergeClauses NONE = new MergeClauses(null, false, null);

	/** The condition of a clause that has none. */
	static final SqlText ALWAYS = new SqlText("true", Map.of());

	private static final Schema NO_SOURCE = new Schema(List.of());

	boolean isEmpty() {
		return this.update == null && !this.insert && this.delete == null;
	}

	/**
	 * Returns what chooses among the matched rows, or {@code null} if all are updated.
	 */
	@Nullable ExpressionEvaluator updateCondition(Schema target, Schema source) {
		return evaluator(this.update, target, source);
	}

	/**
	 * Returns what chooses among the rows that no source row matches, or {@code null} if
	 * all are deleted.
	 */
	@Nullable ExpressionEvaluator deleteCondition(Schema target) {
		return evaluator(this.delete, target, NO_SOURCE);
	}

	private static @Nullable ExpressionEvaluator evaluator(@Nullable SqlText condition, Schema target, Schema source) {
		if (condition == null || condition.equals(ALWAYS)) {
			return null;
		}
		return new ExpressionEvaluator(ExpressionParser.mergeSchema(target, source),
				ExpressionParser.parseMergeCondition(condition.sql(), condition.parameters(), target, source));
	}

}
