package io.fletch.store.scan;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.ColumnReader;
import io.fletch.store.data.RowBatch;
import io.fletch.store.query.Filter;

/**
 * Evaluates a filter over the rows of a batch, a column at a time, with the three truth
 * values of SQL.
 */
final class FilterEvaluator {

	private final Schema schema;

	private final RowBatch batch;

	FilterEvaluator(Schema schema, RowBatch batch) {
		this.schema = schema;
		this.batch = batch;
	}

	/**
	 * Returns the rows for which the filter is true.
	 */
	BitSet passing(Filter filter) {
		return evaluate(filter).isTrue();
	}

	private Truth evaluate(Filter filter) {
		return switch (filter) {
			case Filter.Constant constant -> constant(constant);
			case Filter.Comparison comparison ->
				test(comparison.column(), (value) -> comparison.operator().holds(compare(value, comparison.value())));
			case Filter.In in -> in(in);
			case Filter.Like like -> like(like);
			case Filter.IsNull isNull -> isNull(isNull);
			case Filter.And and -> evaluate(and.left()).and(evaluate(and.right()));
			case Filter.Or or -> evaluate(or.left()).not().and(evaluate(or.right()).not()).not();
			case Filter.Not not -> evaluate(not.condition()).not();
		};
	}

	private Truth constant(Filter.Constant constant) {
		Truth truth = new Truth(new BitSet(), new BitSet());
		if (constant.value() != null) {
			(constant.value() ? truth.isTrue() : truth.isFalse()).set(0, this.batch.rowCount());
		}
		return truth;
	}

	private Truth in(Filter.In in) {
		boolean numeric = in.values().stream().anyMatch(Number.class::isInstance);
		Set<Object> values = new HashSet<>(in.values());
		return test(in.column(),
				numeric ? (value) -> in.values().stream().anyMatch((candidate) -> compare(value, candidate) == 0)
						: values::contains);
	}

	private Truth like(Filter.Like like) {
		LikePattern pattern = new LikePattern(like.pattern(), like.caseSensitive());
		return test(like.column(), (value) -> pattern.matches((String) value));
	}

	private Truth isNull(Filter.IsNull isNull) {
		ColumnReader column = column(isNull.column());
		Truth truth = new Truth(new BitSet(), new BitSet());
		for (int row = 0; row < this.batch.rowCount(); row++) {
			(column.isNull(row) ? truth.isTrue() : truth.isFalse()).set(row);
		}
		return truth;
	}

	private Truth test(String name, Predicate<Object> condition) {
		ColumnReader column = column(name);
		Truth truth = new Truth(new BitSet(), new BitSet());
		for (int row = 0; row < this.batch.rowCount(); row++) {
			if (!column.isNull(row)) {
				(condition.test(column.value(row)) ? truth.isTrue() : truth.isFalse()).set(row);
			}
		}
		return truth;
	}

	private ColumnReader column(String name) {
		List<Field> fields = this.schema.getFields();
		for (int i = 0; i < fields.size(); i++) {
			if (fields.get(i).getName().equals(name)) {
				return this.batch.columns().get(i);
			}
		}
		throw new IllegalStateException("The filter was checked against another schema: no column " + name);
	}

	private static int compare(Object left, Object right) {
		return switch (left) {
			case String text -> text.compareTo((String) right);
			case Boolean flag -> flag.compareTo((Boolean) right);
			case Instant instant -> instant.compareTo((Instant) right);
			case Long number when right instanceof Long other -> number.compareTo(other);
			case Integer number when right instanceof Long other -> Long.compare(number, other);
			case Number number -> Double.compare(number.doubleValue(), ((Number) right).doubleValue());
			default -> throw new IllegalStateException("Values that the parser lets nobody compare: " + left);
		};
	}

	/**
	 * Which rows are true and which false; the others are unknown.
	 *
	 * @param isTrue the rows that are true
	 * @param isFalse the rows that are false
	 */
	private record Truth(BitSet isTrue, BitSet isFalse) {

		Truth not() {
			return new Truth(this.isFalse, this.isTrue);
		}

		Truth and(Truth other) {
			BitSet both = (BitSet) this.isTrue.clone();
			both.and(other.isTrue);
			BitSet either = (BitSet) this.isFalse.clone();
			either.or(other.isFalse);
			return new Truth(both, either);
		}

	}

}
