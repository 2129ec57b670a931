package io.fletch.store.ingest;

import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * Finds the bad vectors of rows and does with them what {@link BadVectors} says. Applies
 * to the vectors, and lists of vectors, of the columns that are named "vector" or
 * "embedding", that an embedding function fills, or that hold at least 10 floating-point
 * dimensions; what other columns take is checked later. Not safe for several threads.
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
			VectorColumn column = VectorColumn.of(i, fields.get(i));
			if (column != null && applies(column)) {
				this.columns.add(column);
			}
		}
	}

	private static boolean applies(VectorColumn column) {
		Field field = column.field();
		boolean named = field.getName().equals("vector") || field.getName().equals("embedding");
		return named || field.getMetadata().containsKey(ColumnRoles.FUNCTION)
				|| (column.dimensions() >= LEAST_DIMENSIONS && column.isFloat());
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
		VectorColumn column = VectorColumn.of(0, field);
		return (column != null) ? column.fault(value) : null;
	}

	private boolean repair(@Nullable Object[] values) {
		for (VectorColumn column : this.columns) {
			Object value = values[column.position()];
			String fault = (value != null) ? column.fault(value) : null;
			if (value == null || fault == null) {
				continue;
			}
			switch (this.policy) {
				case ERROR -> throw bad(column.field(), fault);
				case DROP -> {
					return false;
				}
				case FILL -> values[column.position()] = column.fill(value, this.fillValue);
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

}
