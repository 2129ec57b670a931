package io.fletch.store.data.column;

import java.nio.ByteBuffer;
import java.util.List;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.value.MisfitException;

/**
 * Long binary values: a binary field with the metadata {@code fletch.blob}. The Java form
 * is {@link Blob}. In the files it is a struct: short values lie in it, long ones in a
 * companion file that it points into.
 */
public final class BlobType extends ColumnType {

	static final String KEY = "fletch.blob";

	private static final List<Field> CHILDREN = List.of(field("inline", new ArrowType.Binary()),
			field("file", new ArrowType.Utf8()), field("offset", new ArrowType.Int(Long.SIZE, true)),
			field("length", new ArrowType.Int(Long.SIZE, true)),
			field("checksum", new ArrowType.Int(Integer.SIZE, true)));

	private static Field field(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), null);
	}

	public static boolean isMarked(Field field) {
		return "true".equals(field.getMetadata().get(KEY));
	}

	public static boolean isBlob(Field field) {
		ArrowType type = ColumnType.storage(field.getType());
		return isMarked(field) && (type instanceof ArrowType.Binary || type instanceof ArrowType.LargeBinary);
	}

	/**
	 * Returns the field that stands for a blob field in the files.
	 * @param field the field
	 * @return the field in the files
	 */
	public static Field stored(Field field) {
		return new Field(field.getName(),
				new FieldType(field.isNullable(), new ArrowType.Struct(), null, field.getMetadata()), CHILDREN);
	}

	public static boolean isStored(Field field) {
		return isMarked(field) && field.getType() instanceof ArrowType.Struct && field.getChildren().equals(CHILDREN);
	}

	@Override
	public String label() {
		return "blob";
	}

	@Override
	public Object take(Object value) {
		return switch (value) {
			case Blob blob -> blob;
			case byte[] bytes -> Blob.of(bytes);
			case ByteBuffer buffer -> Blob.of(BinaryType.bytes(buffer));
			default -> throw MisfitException.ofType(value, label());
		};
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new BlobColumnWriter(blobs);
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		throw new IllegalStateException("A blob is read as the struct that stands for it");
	}

}
