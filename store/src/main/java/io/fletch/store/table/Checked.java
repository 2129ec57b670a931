package io.fletch.store.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.UnsupportedFormatException;

/**
 * The frame of a small file of ours: {@code FLTCHREF}, the format as int32, the CRC-32C
 * of the payload as int32, the payload. Described in {@code docs/format.md}.
 */
final class Checked {

	private static final byte[] MAGIC = "FLTCHREF".getBytes(StandardCharsets.US_ASCII);

	private static final int FORMAT = 2;

	private static final int HEADER_LENGTH = 16;

	private Checked() {
	}

	static byte[] seal(byte[] payload) {
		return ByteBuffer.allocate(HEADER_LENGTH + payload.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(MAGIC)
			.putInt(FORMAT)
			.putInt(checksum(payload))
			.put(payload)
			.array();
	}

	static byte[] open(String what, byte[] bytes) {
		if (bytes.length < HEADER_LENGTH || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
			throw new CorruptTableException("The " + what + " is damaged: it has no header");
		}
		ByteBuffer header = ByteBuffer.wrap(bytes, MAGIC.length, 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		int format = header.getInt();
		if (format != FORMAT) {
			throw new UnsupportedFormatException(
					"The " + what + " has the format " + format + "; this version of the library reads format " + FORMAT
							+ ". Use the version that wrote it, or a newer one.");
		}
		byte[] payload = Arrays.copyOfRange(bytes, HEADER_LENGTH, bytes.length);
		if (header.getInt() != checksum(payload)) {
			throw new CorruptTableException("The " + what + " is damaged: its checksum does not hold");
		}
		return payload;
	}

	private static int checksum(byte[] payload) {
		CRC32C checksum = new CRC32C();
		checksum.update(payload);
		return (int) checksum.getValue();
	}

}
