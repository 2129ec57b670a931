package io.fletch.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.VectorShape;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.IndexNotFoundException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexOptions;
import io.fletch.store.index.IndexType;
import io.fletch.store.index.TextOptions;
import io.fletch.store.index.TextToken;
import io.fletch.store.index.scalar.ScalarIndexType;
import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.index.vector.IvfSpec;
import io.fletch.store.index.vector.LateInteraction;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Distance;
import io.fletch.store.table.IndexChange;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * The indexes of a table. Queries use them where they help, and give the same rows
 * without them, but for vectors, of which an index finds nearly all. Rows that were added
 * since an index was built are searched without it until upkeep or
 * {@link Table#optimize()} adds them.
 */
public final class Indexes {

	private final TableHandle handle;

	Indexes(TableHandle handle) {
		this.handle = handle;
	}

	/**
	 * Creates an index and builds it.
	 * @param definition what to create
	 * @return the index
	 * @throws InvalidInputException if the table has no such column, its type does not
	 * fit, an option is none of the kind, or an index of that name is not to be replaced
	 * @throws CancelledException if the thread is interrupted; the table has the indexes
	 * that it had
	 */
	public IndexInfo create(IndexDefinition definition) {
		return create(definition, IndexProgress.NONE);
	}

	/**
	 * Creates an index and builds it.
	 * @param definition what to create
	 * @param progress is told how far the building is
	 * @return the index
	 * @throws InvalidInputException if the table has no such column, its type does not
	 * fit, an option is none of the kind, or an index of that name is not to be replaced
	 * @throws CancelledException if the thread is interrupted; the table has the indexes
	 * that it had
	 */
	public IndexInfo create(IndexDefinition definition, IndexProgress progress) {
		Objects.requireNonNull(definition, "definition");
		Objects.requireNonNull(progress, "progress");
		return new IndexCreation(this.handle.writable(), definition, progress).run();
	}

	/**
	 * Lists the indexes.
	 * @return the indexes of the version that this reads, in the order in which they were
	 * created
	 */
	public List<IndexInfo> list() {
		Manifest manifest = this.handle.manifest();
		Indexing indexing = this.handle.table().indexing();
		return manifest.indexes().stream().map((index) -> indexing.info(manifest, index)).toList();
	}

	/**
	 * Returns an index.
	 * @param name its name
	 * @return the index
	 * @throws IndexNotFoundException if there is none of that name
	 */
	public IndexInfo get(String name) {
		Objects.requireNonNull(name, "name");
		Manifest manifest = this.handle.manifest();
		return this.handle.table().indexing().info(manifest, find(manifest, name));
	}

	/**
	 * Drops an index. Older versions keep it.
	 * @param name its name
	 * @throws IndexNotFoundException if there is none of that name
	 */
	public void drop(String name) {
		Objects.requireNonNull(name, "name");
		this.handle.writable().commit(IndexChange.drop(name));
	}

	/**
	 * Builds an index anew from all rows, with the options that it was created with. It
	 * answers until the new one takes its place.
	 * @param name its name
	 * @return the index
	 * @throws IndexNotFoundException if there is none of that name
	 */
	public IndexInfo rebuild(String name) {
		Objects.requireNonNull(name, "name");
		OpenTable table = this.handle.writable();
		return table.read(() -> table.indexing().rebuild(name, IndexProgress.NONE));
	}

	/**
	 * Reads an index into memory.
	 * @param name its name
	 * @throws IndexNotFoundException if there is none of that name
	 */
	public void prewarm(String name) {
		Objects.requireNonNull(name, "name");
		this.handle.scan((snapshot) -> {
			snapshot.table().indexes().prewarm(snapshot.manifest(), find(snapshot.manifest(), name));
			return name;
		});
	}

	/**
	 * Tells into which words a full-text index cuts a text.
	 * @param name the name of the index
	 * @param text the text
	 * @return the words in their order
	 * @throws IndexNotFoundException if there is none of that name
	 * @throws InvalidInputException if it is no full-text index
	 */
	public List<TextToken> tokens(String name, String text) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(text, "text");
		IndexMetadata index = find(this.handle.manifest(), name);
		if (!index.type().equals(IndexType.FTS.name())) {
			throw new InvalidInputException("The index '" + name + "' is of the kind " + index.type()
					+ ", which knows no words; name a full-text index");
		}
		return tokens(TextAnalysis.of(index.options()), text);
	}

	/**
	 * Tells into which words a text would be cut.
	 * @param options the options of a full-text index
	 * @param text the text
	 * @return the words in their order
	 * @throws InvalidInputException if an option is not possible
	 */
	public static List<TextToken> tokens(TextOptions options, String text) {
		Objects.requireNonNull(options, "options");
		Objects.requireNonNull(text, "text");
		return tokens(TextAnalysis.of(options.values()), text);
	}

	private static List<TextToken> tokens(TextAnalysis analysis, String text) {
		return analysis.tokenize(text)
			.stream()
			.map((token) -> new TextToken(token.text(), token.position(), token.start(), token.end()))
			.toList();
	}

	static IndexMetadata find(Manifest manifest, String name) {
		for (IndexMetadata index : manifest.indexes()) {
			if (index.name().equals(name)) {
				return index;
			}
		}
		throw new IndexNotFoundException("The table has no index '" + name + "'; its indexes are "
				+ manifest.indexes().stream().map(IndexMetadata::name).toList());
	}

	/**
	 * Checks a definition, and fills in what it leaves open.
	 */
	static IndexMetadata metadata(IndexDefinition definition, OpenTable table, Manifest manifest) {
		String column = definition.columns().getFirst();
		List<Field> fields = definition.columns().stream().map((name) -> field(name, table, manifest)).toList();
		Field field = fields.getFirst();
		IndexType given = definition.type();
		IndexType type = (given != null) ? given : suited(field);
		Map<String, String> options = new HashMap<>(definition.options(type).values());
		if (type == IndexType.FTS) {
			requireTexts(fields);
			options.putAll(TextAnalysis.of(options).options());
		}
		else if (type.isScalar()) {
			requireScalar(type, field);
		}
		else {
			requireVectors(type, field, options.get(IndexOptions.DISTANCE));
			if (!manifest.schema().getFields().contains(field)) {
				throw new InvalidInputException("The vectors of '" + column
						+ "' lie in structs, where no index can be; give them a column of their own");
			}
			options.putIfAbsent(IndexOptions.DISTANCE,
					(type == IndexType.IVF_FLAT && isBytes(field)) ? "HAMMING" : distance(field));
		}
		String name = definition.name();
		if (name != null) {
			Names.require("index", name);
		}
		String usual = (type == IndexType.FTS) ? String.join("_", definition.columns()) + "_fts_idx" : column + "_idx";
		return new IndexMetadata((name != null) ? name : usual, type.name(), options,
				fields.stream().map(FieldIds::of).toList(), 0, Instant.now(), List.of());
	}

	/**
	 * Finds a column, or a field of the structs of one.
	 */
	private static Field field(String column, OpenTable table, Manifest manifest) {
		List<Field> fields = manifest.schema().getFields();
		for (Field field : fields) {
			if (field.getName().equals(column)) {
				return field;
			}
		}
		FieldPath path = FieldPath.parse(column);
		if (path.isNested() && fields.stream().anyMatch((field) -> field.getName().equals(path.names().getFirst()))) {
			return path.in(manifest.schema());
		}
		throw new InvalidInputException("The table '" + table.name() + "' has no column '" + column
				+ "' to create an index on; its columns are " + fields.stream().map(Field::getName).toList());
	}

	private static String distance(Field field) {
		return ColumnRoles.distance(field).name();
	}

	private static IndexType suited(Field field) {
		return switch (field.getType()) {
			case ArrowType.FixedSizeList list when isBytes(field) -> IndexType.IVF_FLAT;
			case ArrowType.FixedSizeList list ->
				(list.getListSize() < IvfSpec.LEAST_OF_BITS) ? IndexType.IVF_SQ : IndexType.IVF_RQ;
			case ArrowType.List list -> VectorShape.isSeveral(field) ? IndexType.IVF_SQ : IndexType.LABEL_LIST;
			case ArrowType.LargeList list -> VectorShape.isSeveral(field) ? IndexType.IVF_SQ : IndexType.LABEL_LIST;
			case ArrowType.Bool bool -> IndexType.BITMAP;
			default -> IndexType.BTREE;
		};
	}

	private static void requireTexts(List<Field> fields) {
		Set<Integer> ids = new HashSet<>();
		for (Field field : fields) {
			boolean isList = field.getType() instanceof ArrowType.List
					|| field.getType() instanceof ArrowType.LargeList;
			ArrowType text = isList ? field.getChildren().getFirst().getType() : field.getType();
			if (!(text instanceof ArrowType.Utf8 || text instanceof ArrowType.LargeUtf8)) {
				throw unfit(IndexType.FTS, field, "texts, or lists of texts");
			}
			if (!ids.add(FieldIds.of(field))) {
				throw new InvalidInputException(
						"The full-text index names the column '" + field.getName() + "' twice; name it once");
			}
		}
	}

	private static void requireScalar(IndexType type, Field field) {
		if (!ScalarIndexType.valueOf(type.name()).supports(field)) {
			throw unfit(type, field, (type == IndexType.LABEL_LIST) ? "lists of scalars"
					: "booleans, numbers, dates, times, timestamps, durations, text or binary values");
		}
	}

	private static void requireVectors(IndexType type, Field field, @Nullable String distance) {
		VectorShape shape = VectorShape.of(field);
		if (shape == null) {
			throw unfit(type, field,
					"vectors: fixed-size lists of floating point numbers or uint8, or lists of the former");
		}
		if (shape.isBytes() && type != IndexType.IVF_FLAT) {
			throw unfit(type, field, "vectors of floating point numbers; for bytes take IVF_FLAT");
		}
		if (shape.isSeveral() && type.isGraph()) {
			throw unfit(type, field, "one vector a row; for lists of vectors take IVF_SQ, IVF_FLAT, IVF_RQ or IVF_PQ");
		}
		if (!shape.isBytes() && Distance.HAMMING.name().equals(distance)) {
			throw new InvalidInputException("The index on '" + field.getName()
					+ "' cannot be for HAMMING, which compares the bits of bytes, as the column has floating-point "
					+ "numbers; use L2, COSINE or DOT");
		}
		if (shape.isSeveral() && distance != null) {
			LateInteraction.require(Distance.valueOf(distance));
		}
	}

	private static boolean isBytes(Field field) {
		return field.getChildren().getFirst().getType() instanceof ArrowType.Int;
	}

	private static InvalidInputException unfit(IndexType type, Field field, String expected) {
		return new InvalidInputException("The column '" + field.getName() + "' of the type " + field.getType()
				+ " cannot have an index of the kind " + type + ", which needs " + expected);
	}

}
