package io.fletch.store.mapping;

import java.util.function.UnaryOperator;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The field for a Java type, and the way between its values and rows.
 *
 * @param field the field
 * @param toStored makes what a row takes of a value
 * @param toJava makes the value of what a row gives
 */
record FieldMapping(Field field, UnaryOperator<Object> toStored, UnaryOperator<Object> toJava) {

	/** The way of values that rows hold as they are, which nobody need go. */
	static final UnaryOperator<Object> AS_IT_IS = UnaryOperator.identity();

	static FieldMapping of(Field field) {
		return new FieldMapping(field, AS_IT_IS, AS_IT_IS);
	}

	/**
	 * Makes what a row takes of a value.
	 */
	@Nullable Object stored(@Nullable Object value) {
		return (value == null || this.toStored == AS_IT_IS) ? value : this.toStored.apply(value);
	}

	/**
	 * Makes the value of what a row gives.
	 */
	Object java(Object value) {
		return (this.toJava == AS_IT_IS) ? value : this.toJava.apply(value);
	}

	FieldMapping with(Field other) {
		return new FieldMapping(other, this.toStored, this.toJava);
	}

	/**
	 * Describes what a field holds, so that two can be compared. Vectors may have any
	 * length, and may be null or not, and moments any time zone: the table decides. An
	 * enumeration may be read from plain text.
	 */
	static String describe(Field field) {
		boolean isVector = field.getType() instanceof ArrowType.FixedSizeList;
		return describeType(field) + ((field.isNullable() || isVector) ? "" : " not null");
	}

	/**
	 * Describes what a field holds, whether or not it can be null.
	 */
	static String describeType(Field field) {
		return switch (field.getType()) {
			case ArrowType.FixedSizeList list -> "vector of " + field.getChildren().get(0).getType();
			case ArrowType.List list -> "List<" + describe(field.getChildren().get(0)) + ">";
			case ArrowType.Map map -> "Map<String, " + describe(field.getChildren().get(0).getChildren().get(1)) + ">";
			case ArrowType.Timestamp time when time.getTimezone() != null ->
				new ArrowType.Timestamp(time.getUnit(), "UTC").toString();
			case ArrowType.Struct struct -> "struct"
					+ field.getChildren().stream().map((child) -> child.getName() + " " + describe(child)).toList();
			default -> field.getType().toString();
		};
	}

}
