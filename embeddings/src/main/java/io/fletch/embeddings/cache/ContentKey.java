package io.fletch.embeddings.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The SHA-256 of what was embedded, how and by which model.
 *
 * @param first its first 8 bytes
 * @param second its next 8 bytes
 * @param third its next 8 bytes
 * @param fourth its last 8 bytes
 */
record ContentKey(long first, long second, long third, long fourth) {

	static final int BYTES = 32;

	static ContentKey of(byte[] hash) {
		return read(ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN));
	}

	static ContentKey read(ByteBuffer bytes) {
		return new ContentKey(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
	}

	void write(ByteBuffer bytes) {
		bytes.putLong(this.first).putLong(this.second).putLong(this.third).putLong(this.fourth);
	}

}
