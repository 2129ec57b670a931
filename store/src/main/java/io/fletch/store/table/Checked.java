package io.fletch.store.table;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Storage;

/**
 * The frame of a small file of ours: {@code FLTCHREF}, the format as int32, the CRC-32C
 * of the payload as int32, the payload. Described in {@code docs/format.md}.
 */
final class Checked {

	private static final byte[] MAGIC = "FLTCHREF".getBytes(StandardCharsets.US_ASCII);

	private static final int HEADER_LENGTH = 16;

	/** Far beyond what is ever written, and no strain on memory. */
	private static final long MAX_LENGTH = 16L << 20;

	private Checked() {
	}

	/**
	 * Makes the contents of a file.
	 */
	static List<MemorySegment> seal(BinaryOutput output) {
		byte[] payload = output.toByteArray();
		byte[] sealed = ByteBuffer.allocate(HEADER_LENGTH + payload.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(MAGIC)
			.putInt(FileFormat.CURRENT)
			.putInt(checksum(payload))
			.put(payload)
			.array();
		return List.of(MemorySegment.ofArray(sealed));
	}

	/**
	 * Reads a file.
	 * @param what the file, as in a sentence
	 */
	static BinaryInput read(Storage storage, String path, String what) throws IOException {
		MemorySegment file = storage.map(path);
		if (file.byteSize() > MAX_LENGTH) {
			throw new CorruptTableException("The " + what + " is damaged: it has " + file.byteSize()
					+ " bytes, and such a file at most " + MAX_LENGTH);
		}
		return new BinaryInput("a " + what, open(what, file.toArray(ValueLayout.JAVA_BYTE)));
	}

	private static byte[] open(String what, byte[] bytes) {
		if (bytes.length < HEADER_LENGTH || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
			throw new CorruptTableException("The " + what + " is damaged: it has no header");
		}
		ByteBuffer header = ByteBuffer.wrap(bytes, MAGIC.length, 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		FileFormat.require(what, header.getInt(), FileFormat.NO_FLAGS);
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
