package io.fletch.store.data;

import java.nio.ByteBuffer;
import java.util.List;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Long binary values: a binary field with the metadata {@code fletch.blob}. The Java form
 * is {@link Blob}. In the files it is a struct: short values lie in it, long ones in a
 * companion file that it points into.
 */
final class BlobType extends ColumnType {

	static final String KEY = "fletch.blob";

	/** The longest value that lies in its row. */
	static final int MAX_INLINE = 1 << 16;

	private static final List<Field> CHILDREN = List.of(field("inline", new ArrowType.Binary()),
			field("file", new ArrowType.Utf8()), field("offset", new ArrowType.Int(Long.SIZE, true)),
			field("length", new ArrowType.Int(Long.SIZE, true)),
			field("checksum", new ArrowType.Int(Integer.SIZE, true)));

	private static Field field(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), null);
	}

	static boolean isMarked(Field field) {
		return "true".equals(field.getMetadata().get(KEY));
	}

	static boolean isBlob(Field field) {
		ArrowType type = ColumnType.storage(field.getType());
		return isMarked(field) && (type instanceof ArrowType.Binary || type instanceof ArrowType.LargeBinary);
	}

	/**
	 * Returns the field that stands for a blob field in the files.
	 */
	static Field stored(Field field) {
		return new Field(field.getName(),
				new FieldType(field.isNullable(), new ArrowType.Struct(), null, field.getMetadata()), CHILDREN);
	}

	static boolean isStored(Field field) {
		return isMarked(field) && field.getType() instanceof ArrowType.Struct && field.getChildren().equals(CHILDREN);
	}

	@Override
	public String label() {
		return "blob";
	}

	@Override
	Object take(Object value) {
		return switch (value) {
			case Blob blob -> blob;
			case byte[] bytes -> Blob.of(bytes);
			case ByteBuffer buffer -> Blob.of(BinaryType.bytes(buffer));
			default -> throw MisfitException.of(value, this);
		};
	}

	@Override
	ColumnWriter writer(BlobTarget blobs) {
		return new BlobColumnWriter(blobs);
	}

	@Override
	ColumnReader decode(BufferSource source) {
		throw new IllegalStateException("A blob is read as the struct that stands for it");
	}

}
