package io.fletch.store.data.schema;

import java.nio.ByteBuffer;

import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;

/**
 * Looks at a schema's flatbuffer before anything is made of it. A damaged one can hold
 * itself, or the same part many times, and so grow without bounds when it is decoded: a
 * good one never has more to visit than it has bytes.
 */
final class SchemaGuard {

	private static final int MAX_DEPTH = 2 * SchemaChecker.MAX_DEPTH;

	private static final int FIELD_BYTES = 16;

	private long budget;

	private SchemaGuard(long budget) {
		this.budget = budget;
	}

	/**
	 * Checks a schema.
	 * @throws CorruptTableException if it is damaged
	 */
	static void check(Schema schema) {
		SchemaGuard guard = new SchemaGuard(schema.getByteBuffer().capacity());
		for (int i = 0; i < schema.fieldsLength(); i++) {
			guard.visit(schema.fields(i), 0);
		}
		for (int i = 0; i < schema.customMetadataLength(); i++) {
			guard.visit(schema.customMetadata(i));
		}
	}

	private void visit(@Nullable Field field, int depth) {
		if (field == null || depth > MAX_DEPTH) {
			throw damaged("fields that are nested more than " + MAX_DEPTH + " levels deep");
		}
		spend(FIELD_BYTES);
		spend(field.nameAsByteBuffer());
		requireKnown(field.typeType());
		requireChildren(field);
		if (field.typeType() == Type.Timestamp && field.type(new Timestamp()) instanceof Timestamp timestamp) {
			spend(timestamp.timezoneAsByteBuffer());
		}
		for (int i = 0; i < field.customMetadataLength(); i++) {
			visit(field.customMetadata(i));
		}
		for (int i = 0; i < field.childrenLength(); i++) {
			visit(field.children(i), depth + 1);
		}
	}

	private void visit(@Nullable KeyValue entry) {
		spend(Long.BYTES);
		if (entry != null) {
			spend(entry.keyAsByteBuffer());
			spend(entry.valueAsByteBuffer());
		}
	}

	private void spend(@Nullable ByteBuffer text) {
		spend((text != null) ? text.remaining() : 0);
	}

	private void spend(int bytes) {
		this.budget -= bytes;
		if (this.budget < 0) {
			throw damaged("it has more fields than bytes");
		}
	}

	private static void requireKnown(byte type) {
		boolean isKnown = switch (type) {
			case Type.Null, Type.Bool, Type.Int, Type.FloatingPoint, Type.Decimal -> true;
			case Type.Date, Type.Time, Type.Timestamp, Type.Duration -> true;
			case Type.Utf8, Type.LargeUtf8, Type.Binary, Type.LargeBinary, Type.FixedSizeBinary -> true;
			case Type.List, Type.LargeList, Type.FixedSizeList, Type.Struct_, Type.Map -> true;
			default -> false;
		};
		if (!isKnown) {
			throw damaged("a field has the type of code " + type + ", which nobody here writes");
		}
	}

	private static void requireChildren(Field field) {
		boolean isWhole = switch (field.typeType()) {
			case Type.List, Type.LargeList, Type.FixedSizeList -> field.childrenLength() == 1;
			case Type.Map -> field.childrenLength() == 1 && isEntry(field.children(0));
			case Type.Struct_ -> true;
			default -> field.childrenLength() == 0;
		};
		if (!isWhole) {
			throw damaged(
					"a field of the type of code " + field.typeType() + " has " + field.childrenLength() + " children");
		}
	}

	private static boolean isEntry(@Nullable Field field) {
		return field != null && field.typeType() == Type.Struct_ && field.childrenLength() == 2;
	}

	private static CorruptTableException damaged(String what) {
		return new CorruptTableException("A schema is damaged: " + what);
	}

}
