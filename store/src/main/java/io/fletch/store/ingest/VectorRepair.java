package io.fletch.store.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * Finds the bad vectors of rows and does with them what {@link BadVectors} says. Applies
 * to the fixed-size lists among the columns that are named "vector" or "embedding", that
 * an embedding function fills, or that hold at least 10 floating-point dimensions; what
 * other columns take is checked later. Not safe for several threads.
 */
public final class VectorRepair {

	private static final int LEAST_DIMENSIONS = 10;

	private final List<VectorColumn> columns = new ArrayList<>();

	private final BadVectors policy;

	private final float fillValue;

	private long row;

	private long dropped;

	/**
	 * Makes a repair of rows.
	 * @param schema the schema of the rows
	 * @param policy what happens to rows with bad vectors
	 * @param fillValue the value for {@link BadVectors#FILL}
	 */
	public VectorRepair(Schema schema, BadVectors policy, float fillValue) {
		this.policy = policy;
		this.fillValue = fillValue;
		List<Field> fields = schema.getFields();
		for (int i = 0; i < fields.size(); i++) {
			Field field = fields.get(i);
			if (field.getType() instanceof ArrowType.FixedSizeList list && applies(field, list.getListSize())) {
				this.columns.add(new VectorColumn(i, field, list.getListSize()));
			}
		}
	}

	private static boolean applies(Field field, int dimensions) {
		boolean named = field.getName().equals("vector") || field.getName().equals("embedding");
		return named || field.getMetadata().containsKey(ColumnRoles.FUNCTION)
				|| (dimensions >= LEAST_DIMENSIONS && isFloat(field));
	}

	private static boolean isFloat(Field field) {
		return field.getChildren().get(0).getType() instanceof ArrowType.FloatingPoint;
	}

	/**
	 * Returns how many rows were left out so far.
	 * @return the number of rows
	 */
	public long dropped() {
		return this.dropped;
	}

	/**
	 * Repairs rows.
	 * @param rows the rows; their vectors are replaced, never changed
	 * @return the rows that remain
	 * @throws InvalidInputException if a vector is bad and that is an error
	 */
	public List<@Nullable Object[]> apply(List<@Nullable Object[]> rows) {
		if (this.columns.isEmpty()) {
			return rows;
		}
		List<@Nullable Object[]> kept = new ArrayList<>(rows.size());
		for (@Nullable
		Object[] values : rows) {
			if (repair(values)) {
				kept.add(values);
			}
			else {
				this.dropped++;
			}
			this.row++;
		}
		return kept;
	}

	/**
	 * Tells what is wrong with a vector.
	 * @param field a column
	 * @param value a value for it
	 * @return the fault, in words that follow "a vector", or {@code null} if there is
	 * none, or if the column or the value is no vector
	 */
	public static @Nullable String fault(Field field, Object value) {
		Collection<?> elements = Elements.of(value);
		if (elements == null || !(field.getType() instanceof ArrowType.FixedSizeList list)) {
			return null;
		}
		return new VectorColumn(0, field, list.getListSize()).fault(elements);
	}

	private boolean repair(@Nullable Object[] values) {
		for (VectorColumn column : this.columns) {
			Object value = values[column.position()];
			if (value == null || column.isGood(value)) {
				continue;
			}
			Collection<?> elements = Elements.of(value);
			String fault = (elements != null) ? column.fault(elements) : null;
			if (elements == null || fault == null) {
				continue;
			}
			switch (this.policy) {
				case ERROR -> throw bad(column.field(), fault);
				case DROP -> {
					return false;
				}
				case FILL -> values[column.position()] = column.fill(elements, this.fillValue);
				case NULL -> values[column.position()] = nothing(column.field(), fault);
			}
		}
		return true;
	}

	private @Nullable Object nothing(Field field, String fault) {
		if (!field.isNullable()) {
			throw new InvalidInputException("Row " + this.row + " has a vector " + fault + " in the column '"
					+ field.getName() + "', which cannot be null: BadVectors.NULL cannot be used for it");
		}
		return null;
	}

	private InvalidInputException bad(Field field, String fault) {
		return new InvalidInputException("Row " + this.row + " has a vector " + fault + " in the column '"
				+ field.getName() + "'. Mend the vector, or add the rows with BadVectors.DROP (leaves the row out), "
				+ "FILL (puts a fill value in the place of what is missing or not finite) or NULL (adds a null vector)");
	}

	/**
	 * A column of vectors.
	 *
	 * @param position its position in the schema
	 * @param field its field
	 * @param dimensions the length of its vectors
	 */
	private record VectorColumn(int position, Field field, int dimensions) {

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

		private @Nullable String fault(Collection<?> elements) {
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

		private Object fill(Collection<?> elements, float fillValue) {
			requireElement(fillValue);
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
			boolean isElement = isFloat(this.field) || fillValue == Math.rint(fillValue);
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
			return isFloat(this.field) ? (Number) (isFloat32() ? (Number) (float) value : (Number) value)
					: (Number) (int) value;
		}

		private boolean isFloat32() {
			return this.field.getChildren().get(0).getType() instanceof ArrowType.FloatingPoint real
					&& real.getPrecision() == FloatingPointPrecision.SINGLE;
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

}
