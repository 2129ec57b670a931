package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.ColumnRoles;

/**
 * Schemas and rows of tables whose vectors are made of other columns.
 */
final class EmbeddingTables {

	static final Field ID = new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null);

	static final Field TEXT = Field.nullable("text", new ArrowType.Utf8());

	private EmbeddingTables() {
	}

	static Schema schema(Field... fields) {
		return new Schema(List.of(fields));
	}

	/**
	 * A column of one vector a row.
	 */
	static Field vector(String name, int dimensions, Map<String, String> metadata) {
		Field element = new Field("item", FieldType.notNullable(float32()), null);
		return new Field(name, new FieldType(true, new ArrowType.FixedSizeList(dimensions), null, metadata),
				List.of(element));
	}

	/**
	 * A column of several vectors a row.
	 */
	static Field vectors(String name, int dimensions, Map<String, String> metadata) {
		Field vector = vector("item", dimensions, Map.of());
		return new Field(name, new FieldType(true, new ArrowType.List(), null, metadata), List
			.of(new Field("item", new FieldType(false, vector.getType(), null, Map.of()), vector.getChildren())));
	}

	static Map<String, String> madeOf(String source, String function) {
		return Map.of(ColumnRoles.SOURCE, source, ColumnRoles.FUNCTION, function);
	}

	private static ArrowType float32() {
		return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
	}

	static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
		Map<String, @Nullable Object> row = new HashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
		}
		return row;
	}

	/**
	 * The values of a column in the order of the ids.
	 */
	static List<@Nullable Object> values(Table table, String column) {
		List<@Nullable Object> values = new ArrayList<>();
		table.scan().select("id", column).orderBy("id").rows().forEach((row) -> values.add(row.get(column)));
		return values;
	}

}
