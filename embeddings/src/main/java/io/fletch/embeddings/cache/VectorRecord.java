package io.fletch.embeddings.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * One entry in a file: 4 bytes with the number of floats, 4 with the number of vectors
 * that they make, 32 with the key, the floats, and 4 with the CRC-32C of all that; little
 * endian.
 */
final class VectorRecord {

	static final int HEADER_BYTES = 2 * Integer.BYTES + ContentKey.BYTES;

	private static final int MOST_FLOATS = 1 << 26;

	private VectorRecord() {
	}

	static ByteBuffer buffer(int bytes) {
		return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	static int length(float[][] vectors) {
		return lengthOf(vectors.length * vectors[0].length);
	}

	private static int lengthOf(int floats) {
		return HEADER_BYTES + floats * Float.BYTES + Integer.BYTES;
	}

	static void write(ContentKey key, float[][] vectors, ByteBuffer buffer) {
		int start = buffer.position();
		buffer.putInt(vectors.length * vectors[0].length).putInt(vectors.length);
		key.write(buffer);
		for (float[] vector : vectors) {
			buffer.asFloatBuffer().put(vector);
			buffer.position(buffer.position() + vector.length * Float.BYTES);
		}
		buffer.putInt(checksum(buffer, start, buffer.position()));
	}

	/**
	 * Returns the vectors of a record, or nothing if it is damaged or another's.
	 */
	static float @Nullable [][] read(ContentKey key, ByteBuffer record) {
		int end = record.limit() - Integer.BYTES;
		if (record.getInt(end) != checksum(record, 0, end)) {
			return null;
		}
		float[][] vectors = new float[record.getInt(Integer.BYTES)][record.getInt(0) / record.getInt(Integer.BYTES)];
		if (!key.equals(ContentKey.read(record.position(2 * Integer.BYTES)))) {
			return null;
		}
		for (float[] vector : vectors) {
			record.asFloatBuffer().get(vector);
			record.position(record.position() + vector.length * Float.BYTES);
		}
		return vectors;
	}

	private static int checksum(ByteBuffer buffer, int start, int end) {
		CRC32C checksum = new CRC32C();
		checksum.update(buffer.duplicate().limit(end).position(start));
		return (int) checksum.getValue();
	}

	/**
	 * What the first bytes of a record tell.
	 *
	 * @param key the key
	 * @param bytes the length of the whole record
	 */
	record Header(ContentKey key, int bytes) {

		/**
		 * Returns the header in a buffer, or nothing if there is none: a crash can leave
		 * anything.
		 */
		static @Nullable Header read(ByteBuffer buffer) {
			int floats = buffer.getInt();
			int vectors = buffer.getInt();
			boolean isSound = vectors > 0 && floats >= vectors && floats <= MOST_FLOATS && floats % vectors == 0;
			return isSound ? new Header(ContentKey.read(buffer), lengthOf(floats)) : null;
		}

	}

}
