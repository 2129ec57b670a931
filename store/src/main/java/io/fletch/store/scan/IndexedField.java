package io.fletch.store.scan;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.buffer.Validity;
import io.fletch.store.data.buffer.VariableWidth;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.table.IndexMetadata;

/**
 * A field that an index covers: a column, or a field of structs in one.
 *
 * @param field the field
 * @param names the names on the way to it, the column first
 * @param places the place of each among its siblings
 */
public record IndexedField(Field field, List<String> names, List<Integer> places) {

	/**
	 * Finds the fields of an index.
	 * @param schema the schema of a version
	 * @param index an index of that version
	 * @return the fields in the order of the index
	 * @throws CorruptTableException if the schema has not all of them
	 */
	public static List<IndexedField> of(Schema schema, IndexMetadata index) {
		return index.fields().stream().map((id) -> {
			IndexedField found = find(schema, id);
			if (found == null) {
				throw new CorruptTableException(
						"The index '" + index.name() + "' is over a column that the table does not have");
			}
			return found;
		}).toList();
	}

	/**
	 * Finds a field.
	 * @param schema the schema
	 * @param id the number of the field
	 * @return the field, or {@code null} if the schema has none of that number outside of
	 * lists and maps
	 */
	static @Nullable IndexedField find(Schema schema, int id) {
		return all(schema).filter((each) -> FieldIds.of(each.field) == id).findFirst().orElse(null);
	}

	/**
	 * Finds a field by the name that {@link #name} gives.
	 */
	static @Nullable IndexedField find(Schema schema, String name) {
		return all(schema).filter((each) -> each.name().equals(name)).findFirst().orElse(null);
	}

	/**
	 * Finds a field by the names on the way to it.
	 * @param schema the schema
	 * @param names the name of the column, then those of fields inside structs
	 * @return the field
	 * @throws InvalidInputException if there is none
	 */
	public static IndexedField named(Schema schema, List<String> names) {
		return all(schema).filter((each) -> each.names.equals(names))
			.findFirst()
			.orElseThrow(() -> new InvalidInputException("There is no field '" + String.join(".", names) + "'"));
	}

	/**
	 * Tells whether the values are texts, or lists of texts.
	 * @return whether they can be searched by words
	 */
	public boolean isText() {
		boolean isList = this.field.getType() instanceof ArrowType.List
				|| this.field.getType() instanceof ArrowType.LargeList;
		ArrowType type = isList ? this.field.getChildren().getFirst().getType() : this.field.getType();
		return type instanceof ArrowType.Utf8 || type instanceof ArrowType.LargeUtf8;
	}

	private static Stream<IndexedField> all(Schema schema) {
		return level(schema.getFields(), List.of(), List.of());
	}

	private static Stream<IndexedField> level(List<Field> fields, List<String> names, List<Integer> places) {
		return IntStream.range(0, fields.size()).boxed().flatMap((i) -> {
			Field field = fields.get(i);
			IndexedField here = new IndexedField(field, with(names, field.getName()), with(places, i));
			return (field.getType() instanceof ArrowType.Struct)
					? Stream.concat(Stream.of(here), level(field.getChildren(), here.names, here.places))
					: Stream.of(here);
		});
	}

	private static <T> List<T> with(List<T> before, T last) {
		List<T> all = new ArrayList<>(before);
		all.add(last);
		return List.copyOf(all);
	}

	/**
	 * Returns how the field is named in queries and definitions.
	 * @return the name of the column; for a field of a struct, the names with dots
	 * between them, each in back-ticks if it holds other than letters, digits and
	 * underscores
	 */
	public String name() {
		if (this.names.size() == 1) {
			return this.names.getFirst();
		}
		return this.names.stream()
			.map((name) -> name.matches("\\w+") ? name : "`" + name + "`")
			.collect(Collectors.joining("."));
	}

	/**
	 * Returns the place of the column.
	 */
	int column() {
		return this.places.getFirst();
	}

	/**
	 * Returns the values of the field in a batch; those of a struct that is null are
	 * null, too.
	 */
	ColumnReader in(RowBatch batch) {
		ColumnReader reader = batch.columns().get(column());
		boolean[] isMissing = new boolean[(this.places.size() > 1) ? batch.rowCount() : 0];
		for (int place : this.places.subList(1, this.places.size())) {
			if (!(reader instanceof ColumnReader.Structs structs)) {
				return ColumnReader.Absent.INSTANCE;
			}
			for (int row = 0; row < isMissing.length; row++) {
				isMissing[row] |= structs.isNull(row);
			}
			reader = structs.children().get(place);
		}
		for (boolean missing : isMissing) {
			if (missing) {
				return without(reader, isMissing);
			}
		}
		return reader;
	}

	private static ColumnReader without(ColumnReader reader, boolean[] isMissing) {
		byte[] bits = new byte[(isMissing.length + 7) / 8];
		for (int row = 0; row < isMissing.length; row++) {
			if (!isMissing[row] && !reader.isNull(row)) {
				bits[row >> 3] |= (byte) (1 << (row & 7));
			}
		}
		return with(new Validity(MemorySegment.ofArray(bits)), reader);
	}

	private static ColumnReader with(Validity validity, ColumnReader reader) {
		return switch (reader) {
			case ColumnReader.Text text -> new ColumnReader.Text(with(validity, text.values()));
			case ColumnReader.Binary binary -> new ColumnReader.Binary(with(validity, binary.values()));
			case ColumnReader.Bits booleans -> new ColumnReader.Bits(validity, booleans.bits());
			case ColumnReader.FixedWidth numbers ->
				new ColumnReader.FixedWidth(validity, numbers.data(), numbers.type());
			case ColumnReader.Lists lists -> new ColumnReader.Lists(validity, lists.offsets(), lists.elements());
			case ColumnReader.Absent absent -> absent;
			case ColumnReader.Vectors vectors -> throw uncovered(vectors);
			case ColumnReader.FixedLists lists -> throw uncovered(lists);
			case ColumnReader.Structs structs -> throw uncovered(structs);
			case ColumnReader.Maps maps -> throw uncovered(maps);
			case ColumnReader.Blobs blobs -> throw uncovered(blobs);
		};
	}

	private static VariableWidth with(Validity validity, VariableWidth values) {
		return new VariableWidth(validity, values.offsets(), values.bytes());
	}

	private static IllegalStateException uncovered(ColumnReader reader) {
		return new IllegalStateException("An index over a field of structs with values of " + reader.getClass());
	}

}
