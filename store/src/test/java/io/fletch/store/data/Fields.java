package io.fletch.store.data;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Short words for schemas.
 */
public final class Fields {

	public static final ArrowType UTF8 = new ArrowType.Utf8();

	public static final ArrowType INT32 = new ArrowType.Int(32, true);

	static final ArrowType INT64 = new ArrowType.Int(64, true);

	static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

	static final ArrowType FLOAT64 = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

	private Fields() {
	}

	public static Schema schema(Field... fields) {
		return new Schema(List.of(fields));
	}

	public static Field nullable(String name, ArrowType type, Field... children) {
		return new Field(name, FieldType.nullable(type), List.of(children));
	}

	static Field required(String name, ArrowType type, Field... children) {
		return new Field(name, FieldType.notNullable(type), List.of(children));
	}

	public static Field marked(String name, ArrowType type, String key, String value) {
		return new Field(name, new FieldType(true, type, null, Map.of(key, value)), null);
	}

	static Field withId(int id, Field field) {
		return new Field(field.getName(), new FieldType(field.isNullable(), field.getType(), field.getDictionary(),
				Map.of("fletch.field.id", String.valueOf(id))), field.getChildren());
	}

	static Field blob(String name) {
		return marked(name, new ArrowType.LargeBinary(), "fletch.blob", "true");
	}

	static Field json(String name) {
		return marked(name, UTF8, "ARROW:extension:name", "arrow.json");
	}

	public static Field dictionary(String name) {
		return new Field(name, new FieldType(true, UTF8, new DictionaryEncoding(1, false, new ArrowType.Int(32, true))),
				null);
	}

	static Field map(String name, Field value) {
		return nullable(name, new ArrowType.Map(false),
				required("entries", new ArrowType.Struct(), required("key", UTF8), value));
	}

}
