package io.fletch.langchain4j;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.CreateMode;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.Table;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.index.IndexDefinition;

/**
 * The table of the segments, which is made when the first is added: only then it is known
 * how long vectors are.
 */
final class SegmentTable {

	private static final String TEXTS = "Map(Struct(Utf8,Utf8))";

	private static final Map<String, String> COLUMNS = Map.of(StoredSegment.ID, "Utf8", StoredSegment.TEXT, "Utf8",
			StoredSegment.VECTOR, "FixedSizeList(FloatingPoint(SINGLE))", StoredSegment.STRINGS, TEXTS,
			StoredSegment.INTEGERS, "Map(Struct(Utf8,Int(64, true)))", StoredSegment.DECIMALS,
			"Map(Struct(Utf8,FloatingPoint(DOUBLE)))", StoredSegment.TYPES, TEXTS, StoredSegment.LABELS, "List(Utf8)");

	private final Database database;

	private final String name;

	private final LazyTable<Table> table;

	private volatile @Nullable Table indexed;

	/**
	 * Names the table, without opening it.
	 */
	SegmentTable(Database database, String name) {
		this.database = database;
		this.name = name;
		this.table = LazyTable.of(() -> checked(database.openTable(name)));
	}

	Database database() {
		return this.database;
	}

	/**
	 * Returns the table, or {@code null} if nothing was ever added.
	 * @throws InvalidInputException if nothing can have that name, or the table there is
	 * none of segments
	 */
	@Nullable Table find() {
		try {
			return this.table.get();
		}
		catch (TableNotFoundException ex) {
			return null;
		}
	}

	/**
	 * Returns the table, and makes it if there is none.
	 * @param dimensions the length of the first vector
	 */
	Table findOrCreate(int dimensions) {
		Table found = find();
		if (found == null) {
			create(dimensions);
			found = this.table.get();
		}
		if (this.indexed != found) {
			if (found.countRows() == 0) {
				createIndexes(found);
			}
			this.indexed = found;
		}
		return found;
	}

	private void create(int dimensions) {
		try {
			this.database.createTable(this.name, StoredSegment.class, dimensions, CreateMode.CREATE);
		}
		catch (TableExistsException ex) {
			// Somebody else was quicker, and what there is now is checked.
			return;
		}
	}

	/** A crash may have come between a new table and its indexes. */
	private static void createIndexes(Table table) {
		StoredSegment.INDEXED.stream()
			.filter((column) -> !hasIndex(table, column))
			.forEach((column) -> createIndex(table, column));
	}

	private static void createIndex(Table table, String column) {
		try {
			table.indexes().create(IndexDefinition.on(column));
		}
		catch (InvalidInputException ex) {
			// Somebody who adds at the same time may have been quicker.
			if (!hasIndex(table, column)) {
				throw ex;
			}
		}
	}

	private static boolean hasIndex(Table table, String column) {
		return table.indexes().list().stream().anyMatch((index) -> index.columns().equals(List.of(column)));
	}

	private static Table checked(Table table) {
		List<Field> fields = table.schema().getFields();
		COLUMNS.forEach((name, type) -> {
			Field field = fields.stream().filter((one) -> one.getName().equals(name)).findFirst().orElse(null);
			if (field == null) {
				throw new InvalidInputException("The table '" + table.name() + "' has no column '" + name
						+ "', so it is none of an embedding store; its columns are "
						+ fields.stream().map(Field::getName).toList() + ". Name another table");
			}
			if (!type(field).equals(type)) {
				throw new InvalidInputException(
						"The column '" + name + "' of the table '" + table.name() + "' must have the type " + type
								+ " for an embedding store, but has " + type(field) + ". Name another table");
			}
		});
		return table;
	}

	private static String type(Field field) {
		if (field.getChildren().isEmpty()) {
			return field.getType().toString();
		}
		return field.getType().getTypeID() + "("
				+ String.join(",", field.getChildren().stream().map(SegmentTable::type).toList()) + ")";
	}

}
