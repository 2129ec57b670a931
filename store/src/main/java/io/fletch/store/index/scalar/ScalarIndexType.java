package io.fletch.store.index.scalar;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.FieldTypes;

/**
 * The kinds of scalar indexes. Values that few rows hold keep a list of these rows,
 * values that many hold a bitmap, whatever the kind: {@link #BTREE} and {@link #BITMAP}
 * are two names that users know for the same structure.
 */
public enum ScalarIndexType {

	/** The values of a column in their order. */
	BTREE(1),

	/** The values of a column of which there are few. */
	BITMAP(2),

	/** The elements of the lists of a column. */
	LABEL_LIST(3);

	private final int code;

	ScalarIndexType(int code) {
		this.code = code;
	}

	int code() {
		return this.code;
	}

	/**
	 * Tells whether a column can have such an index.
	 * @param field the column
	 * @return whether its values, or for {@link #LABEL_LIST} the elements of its lists,
	 * have an order
	 */
	public boolean supports(Field field) {
		return keyType(field) != null;
	}

	KeyType requireKeyType(Field field) {
		KeyType type = keyType(field);
		if (type == null) {
			String expected = (this == LABEL_LIST) ? "a list of scalars"
					: "a boolean, number, date, time, timestamp, duration, text or binary column that is no blob";
			throw new InvalidInputException("The column '" + field.getName() + "' of the type "
					+ FieldTypes.label(field) + " cannot have an index of the kind " + this + ", which needs "
					+ expected + "; choose another column or another kind of index");
		}
		return type;
	}

	private @Nullable KeyType keyType(Field field) {
		if (this != LABEL_LIST) {
			return KeyType.of(field);
		}
		boolean isList = field.getType() instanceof ArrowType.List || field.getType() instanceof ArrowType.LargeList;
		return isList ? KeyType.of(field.getChildren().getFirst()) : null;
	}

}
