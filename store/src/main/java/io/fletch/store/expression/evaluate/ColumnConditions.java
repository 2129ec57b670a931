package io.fletch.store.expression.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Expression.Operator;

/**
 * Chooses how a column is compared with constants: in place where its type allows it.
 */
final class ColumnConditions {

	private ColumnConditions() {
	}

	static Node comparison(ValueNodes.Column column, Operator operator, ValueNodes.Constant constant, Node plain) {
		Object value = constant.value();
		ArrowType type = column.field().getType();
		if (value == null) {
			return new ValueNodes.Constant(null);
		}
		if (value instanceof Boolean flag && (operator == Operator.EQ || operator == Operator.NE)) {
			return (flag == (operator == Operator.EQ)) ? column : new ConditionNodes.Not(column);
		}
		if (value instanceof String text && type instanceof ArrowType.Utf8) {
			return new TextComparison(column, operator, text.getBytes(StandardCharsets.UTF_8), plain);
		}
		FixedWidthLayout layout = FixedWidthLayout.of(type);
		FixedWidthLayout.Position position = (layout != null) ? FixedWidthLayout.position(type, value) : null;
		return (layout != null && position != null) ? range(column, layout, operator, position, plain) : plain;
	}

	private static Node range(ValueNodes.Column column, FixedWidthLayout layout, Operator operator,
			FixedWidthLayout.Position position, Node plain) {
		long floor = position.floor();
		boolean exact = position.exact();
		return switch (operator) {
			case EQ -> exact ? new ColumnRange(column, layout, floor, floor, false, plain)
					: new ColumnRange(column, layout, 1, 0, false, plain);
			case NE -> exact ? new ColumnRange(column, layout, floor, floor, true, plain)
					: new ColumnRange(column, layout, 1, 0, true, plain);
			case LT -> (exact && floor == Long.MIN_VALUE) ? new ColumnRange(column, layout, 1, 0, false, plain)
					: new ColumnRange(column, layout, Long.MIN_VALUE, exact ? floor - 1 : floor, false, plain);
			case LE -> new ColumnRange(column, layout, Long.MIN_VALUE, floor, false, plain);
			case GT -> (floor == Long.MAX_VALUE) ? new ColumnRange(column, layout, 1, 0, false, plain)
					: new ColumnRange(column, layout, floor + 1, Long.MAX_VALUE, false, plain);
			case GE -> (!exact && floor == Long.MAX_VALUE) ? new ColumnRange(column, layout, 1, 0, false, plain)
					: new ColumnRange(column, layout, exact ? floor : floor + 1, Long.MAX_VALUE, false, plain);
		};
	}

	static Node in(ValueNodes.Column column, ConditionNodes.InConstants plain) {
		ArrowType type = column.field().getType();
		if (plain.keys().isEmpty()) {
			return plain;
		}
		if (type instanceof ArrowType.Utf8) {
			return new TextSet(column, TextSet.Keys.of(plain.keys()), plain);
		}
		FixedWidthLayout layout = FixedWidthLayout.of(type);
		boolean integral = layout != null && layout != FixedWidthLayout.FLOAT32 && layout != FixedWidthLayout.FLOAT64;
		long[] values = integral ? longs(type, plain) : null;
		return (values != null && layout != null) ? new ColumnLongSet(column, layout, new LongSet(values), plain)
				: plain;
	}

	/**
	 * Returns the longs of constants; those between two longs equal no value.
	 */
	private static long @Nullable [] longs(ArrowType type, ConditionNodes.InConstants constants) {
		List<Long> longs = new ArrayList<>();
		for (Object key : constants.keys()) {
			FixedWidthLayout.Position position = FixedWidthLayout.position(type, key);
			if (position == null) {
				return null;
			}
			if (position.exact()) {
				longs.add(position.floor());
			}
		}
		return longs.stream().mapToLong(Long::longValue).toArray();
	}

}
