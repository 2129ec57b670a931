package io.fletch.springai.vectorstore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.Database;
import io.fletch.store.EmbeddingColumn;
import io.fletch.store.Table;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Distance;

/**
 * A table of documents: what its columns are, and whether it has them.
 *
 * @param table the table
 * @param dimensions the length of its vectors
 * @param distance how they are compared
 * @param origin what made them
 */
record DocumentTable(Table table, int dimensions, Distance distance, VectorOrigin origin) {

	static final String ID = "id";

	static final String CONTENT = "content";

	static final String METADATA = "metadata";

	static final String LABELS = "labels";

	static final String EMBEDDING = "embedding";

	private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;

	private static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

	/** Filters ask for labels. Upkeep adds later rows to both. */
	private static final List<String> INDEXED = List.of(LABELS, EMBEDDING);

	/**
	 * Creates a table whose vectors are given.
	 */
	static DocumentTable create(Database database, String name, ModelName model, Distance distance) {
		Map<String, String> origin = VectorOrigin.metadataOf(model);
		return create(database, name, schema(model.model().dimensions(), distance, origin));
	}

	/**
	 * Creates a table that makes its vectors by an embedding function.
	 */
	static DocumentTable create(Database database, String name, String function, Distance distance) {
		int dimensions = database.functions().get(function).dimensions();
		Schema schema = new EmbeddingColumn(CONTENT, EMBEDDING, function).in(schema(dimensions, distance, Map.of()),
				database.functions());
		return create(database, name, schema);
	}

	private static DocumentTable create(Database database, String name, Schema schema) {
		try {
			DocumentTable created = of(database.createTable(name, schema));
			created.createIndexes();
			return created;
		}
		catch (TableExistsException ex) {
			// Somebody else was quicker, and what there is now is checked.
			return openIndexed(database, name);
		}
	}

	/**
	 * Opens a table, which gets the indexes that it lacks if it is empty: a crash may
	 * have come between a new table and its indexes.
	 */
	static DocumentTable openIndexed(Database database, String name) {
		DocumentTable opened = open(database, name);
		if (opened.table.countRows() == 0) {
			opened.createIndexes();
		}
		return opened;
	}

	static DocumentTable open(Database database, String name) {
		if (!database.hasTable(name)) {
			throw new TableNotFoundException("There is no table '" + name + "' in " + database.uri()
					+ " for the vector store; create it, or let the store do so by initializeSchema(true)");
		}
		return of(database.openTable(name));
	}

	/**
	 * Checks the columns of a table.
	 */
	static DocumentTable of(Table table) {
		Schema schema = table.schema();
		for (String name : List.of(ID, CONTENT, METADATA)) {
			requireType(table, schema, name, TEXT, "texts");
		}
		Field labels = requireType(table, schema, LABELS, ArrowType.List.INSTANCE, "lists of texts");
		if (!labels.getChildren().getFirst().getType().equals(TEXT)) {
			throw misfit(table, LABELS, "lists of texts", labels);
		}
		Field vector = field(table, schema, EMBEDDING, "vectors of float32");
		if (!(vector.getType() instanceof ArrowType.FixedSizeList list)
				|| !vector.getChildren().getFirst().getType().equals(FLOAT32)) {
			throw misfit(table, EMBEDDING, "vectors of float32", vector);
		}
		String distance = vector.getMetadata().getOrDefault(ColumnRoles.DISTANCE, Distance.L2.name());
		return new DocumentTable(table, list.getListSize(), Distance.valueOf(distance),
				VectorOrigin.of(schema, vector));
	}

	private void createIndexes() {
		INDEXED.stream().filter((column) -> !hasIndex(column)).forEach(this::createIndex);
	}

	private void createIndex(String column) {
		try {
			this.table.indexes().create(IndexDefinition.on(column));
		}
		catch (InvalidInputException ex) {
			// Somebody who opened the table at the same time may have been quicker.
			if (!hasIndex(column)) {
				throw ex;
			}
		}
	}

	private boolean hasIndex(String column) {
		return this.table.indexes().list().stream().anyMatch((index) -> index.columns().equals(List.of(column)));
	}

	/**
	 * Returns the name under which metadata is kept: a name that begins with a dollar
	 * would be taken for a path.
	 */
	static String storedName(String name) {
		return (name.startsWith("$") || name.startsWith("\\")) ? "\\" + name : name;
	}

	static String originalName(String stored) {
		return stored.startsWith("\\") ? stored.substring(1) : stored;
	}

	private static Schema schema(int dimensions, Distance distance, Map<String, String> origin) {
		Map<String, String> roles = new HashMap<>(origin);
		roles.put(ColumnRoles.DISTANCE, distance.name());
		Field element = new Field("item", FieldType.notNullable(FLOAT32), null);
		return new Schema(List
			.of(new Field(ID, new FieldType(false, TEXT, null, Map.of(ColumnRoles.PRIMARY_KEY, "true")), null),
					new Field(CONTENT,
							new FieldType(false, TEXT, null, Map.of(ColumnRoles.FULL_TEXT, ColumnRoles.ENGLISH)), null),
					new Field(METADATA, FieldType.notNullable(TEXT), null),
					new Field(LABELS, FieldType.notNullable(ArrowType.List.INSTANCE),
							List.of(new Field("item", FieldType.notNullable(TEXT), null))),
					new Field(EMBEDDING, new FieldType(true, new ArrowType.FixedSizeList(dimensions), null, roles),
							List.of(element))));
	}

	private static Field requireType(Table table, Schema schema, String name, ArrowType type, String what) {
		Field field = field(table, schema, name, what);
		if (!field.getType().equals(type)) {
			throw misfit(table, name, what, field);
		}
		return field;
	}

	private static Field field(Table table, Schema schema, String name, String what) {
		return schema.getFields()
			.stream()
			.filter((field) -> field.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidInputException("The table '" + table.name() + "' has no column '" + name
					+ "' of " + what + ", so it is none of a vector store; its columns are "
					+ schema.getFields().stream().map(Field::getName).toList() + ". Name another table"));
	}

	private static InvalidInputException misfit(Table table, String name, String what, Field field) {
		return new InvalidInputException("The column '" + name + "' of the table '" + table.name() + "' must hold "
				+ what + " for a vector store, but has the type " + field.getType() + ". Name another table");
	}

}
