package io.fletch.store;

import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexOptions;
import io.fletch.store.index.IndexType;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Distance;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * The columns of a table that vectors can be compared with.
 */
final class VectorColumns {

	private final String table;

	private final Schema schema;

	private final List<ColumnRoles.VectorColumn> columns = new ArrayList<>();

	VectorColumns(String table, Schema schema) {
		this.table = table;
		this.schema = schema;
		for (int i = 0; i < schema.getFields().size(); i++) {
			ColumnRoles.VectorColumn column = ColumnRoles.vectorAt(schema, i);
			if (column != null) {
				this.columns.add(column);
			}
		}
	}

	/**
	 * Returns a column by its name.
	 * @throws InvalidInputException if there is none of vectors
	 */
	ColumnRoles.VectorColumn named(String name) {
		return this.columns.stream()
			.filter((column) -> name(column).equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidInputException("The table '" + this.table + "' has no vector column '" + name
					+ "'; its vector columns are " + described(this.columns)));
	}

	/**
	 * Returns the column that a vector is compared with.
	 * @param name its name, or {@code null} to infer it
	 * @param vector the vector
	 * @throws InvalidInputException if there is none of its length, or several
	 */
	ColumnRoles.VectorColumn comparable(@Nullable String name, float[] vector) {
		if (this.columns.isEmpty()) {
			throw new InvalidInputException("The table '" + this.table + "' has no vector column");
		}
		List<ColumnRoles.VectorColumn> usual = this.columns.stream()
			.filter((column) -> !isReplacement(column))
			.toList();
		ColumnRoles.VectorColumn only = (name != null) ? named(name) : (usual.size() == 1) ? usual.getFirst() : null;
		if (only != null) {
			requireLength(only, vector, "The vector");
			return only;
		}
		List<ColumnRoles.VectorColumn> fitting = usual.stream()
			.filter((column) -> column.dimensions() == vector.length)
			.toList();
		if (fitting.size() != 1) {
			throw new InvalidInputException("The vector of the search has " + vector.length + " dimensions, as have "
					+ (fitting.isEmpty() ? "none" : "several") + " of the vector columns of the table '" + this.table
					+ "', " + described(this.columns) + "; "
					+ (fitting.isEmpty() ? "give a vector of the right length" : "choose one with column(name)"));
		}
		return fitting.getFirst();
	}

	/**
	 * Tells whether a column is being made in the place of another.
	 */
	private boolean isReplacement(ColumnRoles.VectorColumn column) {
		return this.schema.getFields().get(column.position()).getMetadata().containsKey(ColumnRoles.REPLACES);
	}

	private void requireLength(ColumnRoles.VectorColumn column, float[] vector, String which) {
		if (vector.length != column.dimensions()) {
			throw new InvalidInputException(which + " of the search has " + vector.length
					+ " dimensions, but the column '" + name(column) + "' has " + column.dimensions());
		}
	}

	/**
	 * Returns what is measured: what is asked for, else what the column says, else what
	 * its index was built for.
	 */
	Distance distance(ColumnRoles.VectorColumn column, @Nullable Distance asked, Manifest manifest) {
		Field field = this.schema.getFields().get(column.position());
		if (asked == Distance.HAMMING && !column.shape().isBytes()) {
			throw new InvalidInputException("HAMMING compares the bits of bytes, but the column '" + field.getName()
					+ "' has floating-point numbers; use L2, COSINE or DOT");
		}
		if (asked != null || field.getMetadata().containsKey(ColumnRoles.DISTANCE)) {
			return (asked != null) ? asked : column.distance();
		}
		int id = FieldIds.of(manifest.schema().getFields().get(column.position()));
		for (IndexMetadata index : manifest.indexes()) {
			String built = index.options().get(IndexOptions.DISTANCE);
			if (IndexType.of(index.type()).isVector() && index.fields().getFirst() == id && built != null) {
				return Distance.valueOf(built);
			}
		}
		return column.shape().isBytes() ? Distance.HAMMING : column.distance();
	}

	/**
	 * Makes vectors ready to be compared with those of a column.
	 */
	List<QueryVector> queries(ColumnRoles.VectorColumn column, List<float[]> vectors, Distance distance) {
		List<QueryVector> queries = new ArrayList<>(vectors.size());
		for (int i = 0; i < vectors.size(); i++) {
			requireLength(column, vectors.get(i), (vectors.size() > 1) ? "Vector " + i : "The vector");
			queries.add(query(column, vectors.get(i), distance));
		}
		return queries;
	}

	private QueryVector query(ColumnRoles.VectorColumn column, float[] vector, Distance distance) {
		if (column.shape().isBytes()) {
			byte[] bytes = new byte[vector.length];
			for (int i = 0; i < vector.length; i++) {
				if (vector[i] != (int) vector[i] || vector[i] < 0 || vector[i] > 255) {
					throw new InvalidInputException("The vector of the search has " + vector[i] + " at position " + i
							+ ", but the column '" + name(column) + "' has bytes; give whole numbers from 0 to 255");
				}
				bytes[i] = (byte) (int) vector[i];
			}
			return (distance == Distance.HAMMING) ? QueryVector.ofBits(bytes) : QueryVector.of(vector, distance);
		}
		return QueryVector.of(vector, distance);
	}

	private String name(ColumnRoles.VectorColumn column) {
		return this.schema.getFields().get(column.position()).getName();
	}

	private List<String> described(List<ColumnRoles.VectorColumn> some) {
		return some.stream().map((column) -> name(column) + " (" + column.dimensions() + ")").toList();
	}

}
