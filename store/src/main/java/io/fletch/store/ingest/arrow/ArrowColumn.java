package io.fletch.store.ingest.arrow;

import java.lang.foreign.MemorySegment;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one column of a record batch, in Arrow's layout of its type.
 *
 * @param field the field; of a dictionary-encoded column the type is that of the values
 * @param length the number of values
 * @param validity one bit a value, or empty if none is null
 * @param buffers the other buffers
 * @param children the columns within this one
 * @param dictionary the values of a dictionary-encoded column
 */
public record ArrowColumn(Field field, int length, MemorySegment validity, List<MemorySegment> buffers,
		List<ArrowColumn> children, @Nullable ColumnValues dictionary) {

	boolean isNull(int row) {
		return this.validity.byteSize() > 0 && !Bits.isSet(this.validity, row);
	}

	MemorySegment buffer(int index) {
		return this.buffers.get(index);
	}

}
