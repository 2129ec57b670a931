package io.fletch.store.ingest.arrow;

import java.lang.foreign.ValueLayout;
import java.util.function.IntFunction;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of an Arrow column in their Java forms.
 */
@FunctionalInterface
interface ColumnValues {

	@Nullable Object get(int row);

	static ColumnValues of(ArrowColumn column) {
		if (column.dictionary() != null) {
			return PlainValues.encoded(column, column.dictionary());
		}
		return switch (column.field().getType()) {
			case ArrowType.Null nothing -> (row) -> null;
			case ArrowType.Bool bool -> nullable(column, (row) -> Bits.isSet(column.buffer(0), row));
			case ArrowType.Int integer -> nullable(column, PlainValues.integers(column.buffer(0), integer));
			case ArrowType.FloatingPoint real -> nullable(column, switch (real.getPrecision()) {
				case HALF -> (row) -> Float.float16ToFloat(column.buffer(0).getAtIndex(LittleEndian.SHORT, row));
				case SINGLE -> (row) -> column.buffer(0).getAtIndex(LittleEndian.FLOAT, row);
				case DOUBLE -> (row) -> column.buffer(0).getAtIndex(LittleEndian.DOUBLE, row);
			});
			case ArrowType.Decimal decimal -> nullable(column, PlainValues.decimals(column.buffer(0), decimal));
			case ArrowType.Date date -> nullable(column, PlainValues.dates(column.buffer(0), date));
			case ArrowType.Time time -> nullable(column, PlainValues.times(column.buffer(0), time));
			case ArrowType.Timestamp timestamp -> nullable(column, PlainValues.timestamps(column.buffer(0), timestamp));
			case ArrowType.Duration duration -> nullable(column, PlainValues.durations(column.buffer(0), duration));
			case ArrowType.FixedSizeBinary binary -> nullable(column,
					(row) -> column.buffer(0)
						.asSlice((long) row * binary.getByteWidth(), binary.getByteWidth())
						.toArray(ValueLayout.JAVA_BYTE));
			default -> VariableValues.of(column);
		};
	}

	static ColumnValues nullable(ArrowColumn column, IntFunction<Object> values) {
		return (row) -> column.isNull(row) ? null : values.apply(row);
	}

}
