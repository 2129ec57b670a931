package io.fletch.store.expression.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.expression.Values;

/**
 * The value of a constant key in a column of maps, found where the keys lie in memory:
 * the other entries of a map are never read.
 *
 * @param position the position of the column in the schema
 * @param key the key in UTF-8
 * @param plain the same calculation, for what is not a batch with such a column
 */
record MapValue(int position, byte[] key, Node plain) implements Node {

	/**
	 * Returns the fast way of a calculation, or the calculation if it has none.
	 * @param plain takes an element of something
	 */
	static Node of(ValueNodes.Calculation plain) {
		if (plain.arguments().get(0) instanceof ValueNodes.Column column && column.nested().isEmpty()
				&& column.field().getType() instanceof ArrowType.Map
				&& plain.arguments().get(1) instanceof ValueNodes.Constant(String key)) {
			return new MapValue(column.position(), key.getBytes(StandardCharsets.UTF_8), plain);
		}
		return plain;
	}

	@Override
	public @Nullable Object value(Rows rows, int row) {
		ColumnReader.Maps maps = (rows instanceof Rows.OfBatch batch) ? maps(batch) : null;
		if (maps == null) {
			return this.plain.value(rows, row);
		}
		int entry = entry(maps, row);
		return (entry >= 0) ? Values.normal(maps.values().get(entry)) : null;
	}

	/**
	 * Returns the column, or {@code null} if its keys cannot be read in place.
	 */
	ColumnReader.@Nullable Maps maps(Rows.OfBatch rows) {
		return (rows.batch().columns().get(this.position) instanceof ColumnReader.Maps maps
				&& maps.keys() instanceof ColumnReader.Text) ? maps : null;
	}

	/**
	 * Returns where the value of a row lies among the values of all maps.
	 * @param maps the column, as {@link #maps} gives it
	 * @return the place, or -1 if the row has no such key
	 */
	int entry(ColumnReader.Maps maps, int row) {
		if (!maps.isNull(row)) {
			ColumnReader.Text keys = (ColumnReader.Text) maps.keys();
			int start = (int) maps.offsets().at(row);
			// Of entries with the same key the last counts, as it does where a map is
			// read.
			for (int entry = (int) maps.offsets().at(row + 1) - 1; entry >= start; entry--) {
				if (keys.equalsUtf8(entry, this.key)) {
					return entry;
				}
			}
		}
		return -1;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof MapValue value && this.position == value.position && Arrays.equals(this.key, value.key)
				&& this.plain.equals(value.plain);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.key);
	}

}
