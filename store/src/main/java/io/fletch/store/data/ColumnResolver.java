package io.fletch.store.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.blob.BlobSource;
import io.fletch.store.data.column.BlobType;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.VectorType;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.StoredSchema;
import io.fletch.store.error.CorruptTableException;

/**
 * Finds the fields of a table's schema in the schema that a file was written with: by
 * their ids, or by name where either has none, and plans how older types are widened.
 */
final class ColumnResolver {

	private static final UnaryOperator<ColumnReader> AS_IT_IS = UnaryOperator.identity();

	private final boolean isByName;

	private final BlobSource blobs;

	/** How much longer values of the field that is looked at become, 0 if not at all. */
	private int growth;

	private ColumnResolver(boolean isByName, BlobSource blobs) {
		this.isByName = isByName;
		this.blobs = blobs;
	}

	static List<Resolved> resolve(List<Field> stored, List<Field> table, BlobSource blobs) {
		boolean isByName = stored.stream().allMatch((field) -> FieldIds.of(field) < 0)
				|| table.stream().allMatch((field) -> FieldIds.of(field) < 0);
		return new ColumnResolver(isByName, blobs).resolve(stored, table);
	}

	/**
	 * Checks that a field can be read as another.
	 * @throws CorruptTableException if it cannot
	 */
	static void require(Field stored, Field table) {
		new ColumnResolver(FieldIds.of(stored) < 0 || FieldIds.of(table) < 0, BlobSource.NONE).conversion(stored,
				table);
	}

	private List<Resolved> resolve(List<Field> stored, List<Field> table) {
		Map<Object, Integer> positions = new HashMap<>();
		for (int i = 0; i < stored.size(); i++) {
			positions.putIfAbsent(key(stored.get(i)), i);
		}
		List<Resolved> resolved = new ArrayList<>();
		for (Field field : table) {
			Integer position = positions.get(key(field));
			resolved.add((position != null) ? resolve(position, stored.get(position), field)
					: new Resolved(-1, AS_IT_IS, 0));
		}
		return resolved;
	}

	private Resolved resolve(int position, Field stored, Field table) {
		int others = this.growth;
		this.growth = 0;
		UnaryOperator<ColumnReader> conversion = conversion(stored, table);
		Resolved resolved = new Resolved(position, conversion, this.growth);
		this.growth = Math.max(this.growth, others);
		return resolved;
	}

	private Object key(Field field) {
		int id = FieldIds.of(field);
		return (this.isByName || id < 0) ? field.getName() : id;
	}

	private UnaryOperator<ColumnReader> conversion(Field stored, Field table) {
		if (ColumnType.storage(stored.getType()) instanceof ArrowType.Null) {
			return AS_IT_IS;
		}
		if (BlobType.isBlob(table)) {
			return blob(stored, table);
		}
		ArrowType from = ColumnType.storage(stored.getType());
		ArrowType to = ColumnType.storage(table.getType());
		return switch (from) {
			case ArrowType.Struct struct when to instanceof ArrowType.Struct -> struct(stored, table);
			case ArrowType.List list when to instanceof ArrowType.List || to instanceof ArrowType.LargeList ->
				list(stored, table);
			case ArrowType.LargeList list when to instanceof ArrowType.LargeList -> list(stored, table);
			case ArrowType.FixedSizeList list when list.equals(to) -> fixedList(stored, table);
			case ArrowType.Map map when to instanceof ArrowType.Map -> map(stored, table);
			default -> scalar(stored, table);
		};
	}

	private UnaryOperator<ColumnReader> blob(Field stored, Field table) {
		if (!BlobType.isStored(StoredSchema.of(stored))) {
			throw mismatch(stored, table);
		}
		return (reader) -> new ColumnReader.Blobs((ColumnReader.Structs) reader, this.blobs);
	}

	private UnaryOperator<ColumnReader> struct(Field stored, Field table) {
		List<Resolved> children = resolve(stored.getChildren(), table.getChildren());
		List<String> names = table.getChildren().stream().map(Field::getName).toList();
		return (reader) -> {
			ColumnReader.Structs structs = (ColumnReader.Structs) reader;
			return new ColumnReader.Structs(structs.validity(), names,
					children.stream().map((child) -> child.apply(structs.children())).toList());
		};
	}

	private UnaryOperator<ColumnReader> list(Field stored, Field table) {
		UnaryOperator<ColumnReader> element = conversion(stored.getChildren().get(0), table.getChildren().get(0));
		return (element == AS_IT_IS) ? AS_IT_IS : (reader) -> {
			ColumnReader.Lists lists = (ColumnReader.Lists) reader;
			return new ColumnReader.Lists(lists.validity(), lists.offsets(), element.apply(lists.elements()));
		};
	}

	private UnaryOperator<ColumnReader> fixedList(Field stored, Field table) {
		if (ColumnType.of(stored) instanceof VectorType != ColumnType.of(table) instanceof VectorType) {
			throw mismatch(stored, table);
		}
		UnaryOperator<ColumnReader> element = conversion(stored.getChildren().get(0), table.getChildren().get(0));
		if (element == AS_IT_IS) {
			return AS_IT_IS;
		}
		return (reader) -> switch (reader) {
			case ColumnReader.Vectors vectors -> new ColumnReader.Vectors(vectors.validity(),
					(ColumnReader.FixedWidth) element.apply(vectors.elements()), vectors.dimensions());
			case ColumnReader.FixedLists lists ->
				new ColumnReader.FixedLists(lists.validity(), lists.size(), element.apply(lists.elements()));
			default -> reader;
		};
	}

	private UnaryOperator<ColumnReader> map(Field stored, Field table) {
		List<Field> from = stored.getChildren().get(0).getChildren();
		List<Field> to = table.getChildren().get(0).getChildren();
		UnaryOperator<ColumnReader> key = conversion(from.get(0), to.get(0));
		UnaryOperator<ColumnReader> value = conversion(from.get(1), to.get(1));
		return (key == AS_IT_IS && value == AS_IT_IS) ? AS_IT_IS : (reader) -> {
			ColumnReader.Maps maps = (ColumnReader.Maps) reader;
			return new ColumnReader.Maps(maps.validity(), maps.offsets(), key.apply(maps.keys()),
					value.apply(maps.values()));
		};
	}

	private UnaryOperator<ColumnReader> scalar(Field stored, Field table) {
		Widening widening = Widening.of(stored, table);
		return switch (widening.kind()) {
			case NONE -> AS_IT_IS;
			case CONVERSION -> {
				this.growth = Math.max(this.growth, widening.growth());
				yield widening::convert;
			}
			case IMPOSSIBLE -> throw mismatch(stored, table);
		};
	}

	private static CorruptTableException mismatch(Field stored, Field table) {
		return new CorruptTableException("The field '" + table.getName() + "' has the type " + table.getType()
				+ ", but a file holds it as " + stored.getType() + ", which cannot be read so");
	}

	/**
	 * A field of the table.
	 *
	 * @param position its position in the file, or -1 if the file has it not
	 * @param conversion makes the reader for the table's type of the file's
	 * @param growth how many times the memory of the values in the file that takes at
	 * most
	 */
	record Resolved(int position, UnaryOperator<ColumnReader> conversion, int growth) {

		private ColumnReader apply(List<ColumnReader> readers) {
			return (this.position >= 0) ? this.conversion.apply(readers.get(this.position))
					: ColumnReader.Absent.INSTANCE;
		}

	}

}
