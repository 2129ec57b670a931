package io.fletch.store.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * A column of vectors, or of lists of vectors, that rows are added to.
 *
 * @param position its position in the schema
 * @param field its field
 * @param element the type of the elements of its vectors
 * @param dimensions the length of its vectors
 * @param isSeveral whether a row has a list of vectors
 */
record VectorColumn(int position, Field field, ArrowType element, int dimensions, boolean isSeveral) {

	/**
	 * Reads what a field says.
	 * @return the column, or {@code null} if it has no vectors
	 */
	static @Nullable VectorColumn of(int position, Field field) {
		boolean isList = field.getType() instanceof ArrowType.List || field.getType() instanceof ArrowType.LargeList;
		Field vector = isList ? field.getChildren().getFirst() : field;
		return (vector.getType() instanceof ArrowType.FixedSizeList list) ? new VectorColumn(position, field,
				vector.getChildren().getFirst().getType(), list.getListSize(), isList) : null;
	}

	boolean isFloat() {
		return this.element instanceof ArrowType.FloatingPoint;
	}

	private boolean isFloat32() {
		return this.element instanceof ArrowType.FloatingPoint real
				&& real.getPrecision() == FloatingPointPrecision.SINGLE;
	}

	/**
	 * Tells what is wrong with the vector, or with one of the vectors, of a row.
	 * @return the fault, in words that follow "a vector", or {@code null} if there is
	 * none, or if the value is no vector
	 */
	@Nullable String fault(Object value) {
		if (!this.isSeveral) {
			return faultOfOne(value);
		}
		Collection<?> vectors = Elements.of(value);
		int position = 0;
		for (Object vector : (vectors != null) ? vectors : List.of()) {
			String fault = (vector != null) ? faultOfOne(vector) : null;
			if (fault != null) {
				return "at position " + position + " " + fault;
			}
			position++;
		}
		return null;
	}

	private @Nullable String faultOfOne(Object value) {
		if (isGood(value)) {
			return null;
		}
		Collection<?> elements = Elements.of(value);
		if (elements == null) {
			return null;
		}
		if (elements.size() != this.dimensions) {
			return "of " + elements.size() + " dimensions instead of " + this.dimensions;
		}
		int dimension = 0;
		for (Object element : elements) {
			if (element instanceof Number number && !Double.isFinite(number.doubleValue())) {
				return "with " + number + " at dimension " + dimension;
			}
			dimension++;
		}
		return null;
	}

	private boolean isGood(Object value) {
		if (!(value instanceof float[] vector) || vector.length != this.dimensions) {
			return false;
		}
		for (float element : vector) {
			if (!Float.isFinite(element)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Mends the vector, or the vectors, of a row.
	 * @param fillValue what takes the place of what is missing or not finite
	 */
	Object fill(Object value, float fillValue) {
		requireElement(fillValue);
		Collection<?> elements = Elements.of(value);
		if (elements == null) {
			return value;
		}
		if (!this.isSeveral) {
			return fillOne(elements, fillValue);
		}
		List<@Nullable Object> filled = new ArrayList<>(elements.size());
		for (Object vector : elements) {
			Collection<?> given = Elements.of(vector);
			filled.add((given != null) ? fillOne(given, fillValue) : vector);
		}
		return filled;
	}

	private Object fillOne(Collection<?> elements, float fillValue) {
		List<@Nullable Number> filled = new ArrayList<>(this.dimensions);
		Iterator<?> given = elements.iterator();
		boolean nulls = false;
		while (filled.size() < this.dimensions) {
			Object element = given.hasNext() ? given.next() : (Object) fillValue;
			nulls |= element == null;
			filled.add((element != null) ? element(element, fillValue) : null);
		}
		return (nulls || !isFloat32()) ? filled : floats(filled);
	}

	private void requireElement(float fillValue) {
		boolean isElement = isFloat() || fillValue == Math.rint(fillValue);
		if (!isElement) {
			throw new InvalidInputException("The fill value " + fillValue + " is none of the column '"
					+ this.field.getName() + "', whose vectors hold whole numbers; give a whole number");
		}
	}

	private Number element(Object element, float fillValue) {
		if (!(element instanceof Number number)) {
			throw new InvalidInputException("The column '" + this.field.getName() + "' has a vector with a "
					+ element.getClass().getSimpleName() + " among its elements, which are numbers");
		}
		double value = Double.isFinite(number.doubleValue()) ? number.doubleValue() : fillValue;
		return isFloat() ? (Number) (isFloat32() ? (Number) (float) value : (Number) value) : (Number) (int) value;
	}

	private static float[] floats(List<@Nullable Number> filled) {
		float[] vector = new float[filled.size()];
		for (int i = 0; i < vector.length; i++) {
			Number element = filled.get(i);
			vector[i] = (element != null) ? element.floatValue() : Float.NaN;
		}
		return vector;
	}

}
