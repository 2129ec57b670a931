package io.fletch.store;

import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.column.ColumnType;
import io.fletch.store.error.InvalidInputException;

/**
 * Which columns hold blobs.
 */
final class BlobColumns {

	private static final String LABEL = "blob";

	private BlobColumns() {
	}

	static boolean isBlob(Field field) {
		return ColumnType.of(field).label().equals(LABEL);
	}

	/**
	 * Checks that a column holds blobs.
	 */
	static void require(TableHandle handle, String column) {
		handle.requireColumns(column);
		Field field = handle.schema().findField(column);
		if (!isBlob(field)) {
			throw new InvalidInputException("The column '" + column + "' of the table '" + handle.table().name()
					+ "' holds no blobs; its type is " + ColumnType.of(field).label()
					+ ", so read its values with scan() or takeRowIds()");
		}
	}

}
