package io.fletch.store.expression.evaluate;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Values;
import io.fletch.store.query.Expression.Operator;

/**
 * The parts of expressions that are conditions.
 */
final class ConditionNodes {

	private ConditionNodes() {
	}

	record And(Node left, Node right) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			Object first = this.left.value(rows, row);
			if (Boolean.FALSE.equals(first)) {
				return false;
			}
			Object second = this.right.value(rows, row);
			return (Boolean.FALSE.equals(second) || first != null) ? second : null;
		}

		@Override
		public Truth truth(Rows.OfBatch rows, long[] active) {
			Truth first = this.left.truth(rows, active);
			long[] undecided = RowMask.andNot(active, first.isFalse());
			if (RowMask.isEmpty(undecided)) {
				return first;
			}
			return first.and(this.right.truth(rows, undecided));
		}

	}

	record Or(Node left, Node right) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			Object first = this.left.value(rows, row);
			if (Boolean.TRUE.equals(first)) {
				return true;
			}
			Object second = this.right.value(rows, row);
			return (Boolean.TRUE.equals(second) || first != null) ? second : null;
		}

		@Override
		public Truth truth(Rows.OfBatch rows, long[] active) {
			Truth first = this.left.truth(rows, active);
			long[] undecided = RowMask.andNot(active, first.isTrue());
			if (RowMask.isEmpty(undecided)) {
				return first;
			}
			return first.or(this.right.truth(rows, undecided));
		}

	}

	record Not(Node operand) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			Object value = this.operand.value(rows, row);
			return (value != null) ? !((Boolean) value) : null;
		}

		@Override
		public Truth truth(Rows.OfBatch rows, long[] active) {
			return this.operand.truth(rows, active).not();
		}

	}

	record Is(Node operand, boolean wanted) implements Node {

		@Override
		public Object value(Rows rows, int row) {
			return Boolean.valueOf(this.wanted).equals(this.operand.value(rows, row));
		}

		@Override
		public Truth truth(Rows.OfBatch rows, long[] active) {
			Truth truth = this.operand.truth(rows, active);
			long[] isWanted = this.wanted ? truth.isTrue() : truth.isFalse();
			return new Truth(isWanted, RowMask.andNot(active, isWanted));
		}

	}

	record IsNull(Node operand) implements Node {

		@Override
		public Object value(Rows rows, int row) {
			return this.operand.value(rows, row) == null;
		}

		@Override
		public Truth truth(Rows.OfBatch rows, long[] active) {
			if (this.operand instanceof ValueNodes.Column column && column.nested().isEmpty()) {
				long[] present = BatchStatistics.of(rows.batch(), column.position(), column.field()).present();
				return new Truth(RowMask.andNot(active, present), RowMask.and(active, present));
			}
			return Node.super.truth(rows, active);
		}

	}

	record Comparison(Node left, Operator operator, Node right) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			Object first = this.left.value(rows, row);
			Object second = (first != null) ? this.right.value(rows, row) : null;
			if (first == null || second == null) {
				return null;
			}
			return switch (this.operator) {
				case EQ -> Values.equal(first, second);
				case NE -> !Values.equal(first, second);
				default -> this.operator.holds(Values.compare(first, second));
			};
		}

		@Override
		public Truth truth(Rows.OfBatch rows, long[] active) {
			NumberVector first = this.left.numbers(rows, active);
			NumberVector second = (first != null) ? this.right.numbers(rows, active) : null;
			Truth truth = (first != null && second != null) ? first.compare(this.operator, second) : null;
			return (truth != null) ? truth : Node.super.truth(rows, active);
		}

	}

	record Distinct(Node left, Node right) implements Node {

		@Override
		public Object value(Rows rows, int row) {
			return !Values.equal(this.left.value(rows, row), this.right.value(rows, row));
		}

	}

	/**
	 * Looks for a value among constants.
	 *
	 * @param operand the value
	 * @param keys the constants that are not null, as {@link InKeys}
	 * @param hasNull whether there is a null among them
	 */
	record InConstants(Node operand, Set<Object> keys, boolean hasNull) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			Object value = this.operand.value(rows, row);
			if (value == null) {
				return (this.keys.isEmpty() && !this.hasNull) ? false : null;
			}
			boolean found = this.keys.contains(InKeys.key(value));
			return found ? (Boolean) true : (this.hasNull ? null : (Boolean) false);
		}

	}

	record InNodes(Node operand, List<Node> values) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			Object wanted = this.operand.value(rows, row);
			boolean unknown = false;
			for (Node node : this.values) {
				Object value = node.value(rows, row);
				unknown |= value == null || wanted == null;
				if (wanted != null && value != null && Values.equal(wanted, value)) {
					return true;
				}
			}
			return unknown ? null : (Boolean) false;
		}

	}

	record Like(Node operand, LikePattern pattern) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			return (this.operand.value(rows, row) instanceof String text) ? (Boolean) this.pattern.matches(text) : null;
		}

	}

	record VariableLike(Node operand, Node pattern, int escape, boolean caseSensitive) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			if (this.operand.value(rows, row) instanceof String text
					&& this.pattern.value(rows, row) instanceof String wanted) {
				return new LikePattern(wanted, this.escape, this.caseSensitive).matches(text);
			}
			return null;
		}

	}

}
