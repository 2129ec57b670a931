package io.fletch.store.data.schema;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * What the vectors of a column are like.
 *
 * @param element the type of their elements: floating-point numbers, or uint8
 * @param dimensions how many elements each has
 * @param isSeveral whether a row has a list of them, of floating-point numbers
 */
public record VectorShape(ArrowType element, int dimensions, boolean isSeveral) {

	private static final ArrowType UINT8 = new ArrowType.Int(Byte.SIZE, false);

	/**
	 * Reads what a field says.
	 * @param field the field
	 * @return its vectors, or {@code null} if it has none that can be compared
	 */
	public static @Nullable VectorShape of(Field field) {
		return switch (field.getType()) {
			case ArrowType.FixedSizeList list -> of(field, list.getListSize(), false);
			case ArrowType.List list -> several(field.getChildren().getFirst());
			case ArrowType.LargeList list -> several(field.getChildren().getFirst());
			default -> null;
		};
	}

	private static @Nullable VectorShape several(Field vector) {
		VectorShape shape = (vector.getType() instanceof ArrowType.FixedSizeList list)
				? of(vector, list.getListSize(), true) : null;
		return (shape != null && !shape.isBytes()) ? shape : null;
	}

	private static @Nullable VectorShape of(Field vector, int dimensions, boolean isSeveral) {
		ArrowType element = vector.getChildren().getFirst().getType();
		boolean isComparable = element instanceof ArrowType.FloatingPoint || element.equals(UINT8);
		return isComparable ? new VectorShape(element, dimensions, isSeveral) : null;
	}

	/**
	 * Tells whether rows of a column have several vectors each.
	 * @param field the field of the column
	 * @return whether they do
	 */
	public static boolean isSeveral(Field field) {
		VectorShape shape = of(field);
		return shape != null && shape.isSeveral();
	}

	/**
	 * Tells whether the elements are bytes.
	 * @return whether they are uint8
	 */
	public boolean isBytes() {
		return this.element.equals(UINT8);
	}

}
