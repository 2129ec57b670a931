package io.fletch.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.Blob;

/**
 * The vectors that one function made lately, by what they were made of, so that none is
 * paid for twice because others changed the table before it was committed. Those that
 * were not used for longest go when there are too many. Not safe for several threads.
 */
final class MadeVectors {

	/** About what an entry takes beside the numbers of its vector. */
	private static final int OVERHEAD = 200;

	private final long limit;

	private final Map<ByteBuffer, Object> vectors = new LinkedHashMap<>(16, 0.75f, true);

	private long bytes;

	/**
	 * Begins without vectors.
	 * @param limit how many bytes they take at most, about
	 */
	MadeVectors(long limit) {
		this.limit = limit;
	}

	/**
	 * Returns by what a source is found.
	 * @param source a text, bytes or a blob
	 */
	static ByteBuffer key(Object source) {
		byte[] content = switch (source) {
			case byte[] given -> given;
			case Blob blob -> blob.bytes();
			default -> source.toString().getBytes(StandardCharsets.UTF_8);
		};
		try {
			return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

	@Nullable Object get(ByteBuffer key) {
		return this.vectors.get(key);
	}

	void put(ByteBuffer key, Object vector) {
		Object before = this.vectors.put(key, vector);
		this.bytes += size(vector) - ((before != null) ? size(before) : 0);
		Iterator<Object> oldest = this.vectors.values().iterator();
		while (this.bytes > this.limit && oldest.hasNext()) {
			this.bytes -= size(oldest.next());
			oldest.remove();
		}
	}

	private static long size(Object vector) {
		return OVERHEAD + numbers(vector);
	}

	private static long numbers(Object vector) {
		return switch (vector) {
			case float[] floats -> (long) floats.length * Float.BYTES;
			case double[] doubles -> (long) doubles.length * Double.BYTES;
			case List<?> several -> several.stream().mapToLong(MadeVectors::size).sum();
			default -> 0;
		};
	}

}
