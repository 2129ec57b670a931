package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Checksum;

/**
 * The checksums of the parts of a data file, which stand before its footer: for each
 * batch that of its metadata and of each column's part of its body, as int32; how many
 * they are, as int32; the checksum of these and the footer; {@code FLTCHSUM}.
 */
final class FileSums {

	/** The key of the footer's metadata that says that there are checksums. */
	static final String KEY = "fletch.checksums";

	private static final byte[] MAGIC = "FLTCHSUM".getBytes(StandardCharsets.US_ASCII);

	private static final int END_LENGTH = 2 * Integer.BYTES + MAGIC.length;

	private FileSums() {
	}

	/**
	 * Makes the bytes before a footer, as many as keep it at a multiple of 8 bytes.
	 */
	static byte[] encode(List<FileLayout.BatchBlock> blocks, byte[] footer) {
		int count = blocks.stream().mapToInt((block) -> block.sums().length).sum();
		int padding = count % 2 * Integer.BYTES;
		ByteBuffer bytes = ByteBuffer.allocate(padding + count * Integer.BYTES + END_LENGTH)
			.order(ByteOrder.LITTLE_ENDIAN)
			.position(padding);
		for (FileLayout.BatchBlock block : blocks) {
			for (int sum : block.sums()) {
				bytes.putInt(sum);
			}
		}
		bytes.putInt(count);
		int checked = bytes.position() - padding;
		byte[] both = ByteBuffer.allocate(checked + footer.length)
			.put(bytes.array(), padding, checked)
			.put(footer)
			.array();
		return bytes.putInt(Checksum.of(MemorySegment.ofArray(both))).put(MAGIC).array();
	}

	/**
	 * Tells whether there are checksums before a footer.
	 */
	static boolean areBefore(MemorySegment file, long footer) {
		return footer >= END_LENGTH
				&& file.asSlice(footer - MAGIC.length, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) < 0;
	}

	/**
	 * Reads the checksums before a footer, and checks the footer against its own.
	 * @return the checksums of each batch: of its metadata, then of its columns
	 */
	static List<int[]> read(MemorySegment file, MemorySegment footer, int batches, int columns) {
		long end = footer.address() - file.address() - END_LENGTH;
		int count = file.get(ValueLayout.JAVA_INT_UNALIGNED, end);
		require(count == batches * (1L + columns) && (long) count * Integer.BYTES <= end,
				"it has " + count + " checksums for " + batches + " batches of " + columns + " columns");
		MemorySegment sums = file.asSlice(end - (long) count * Integer.BYTES, (count + 1L) * Integer.BYTES);
		byte[] both = new byte[Math.toIntExact(sums.byteSize() + footer.byteSize())];
		MemorySegment.copy(sums, ValueLayout.JAVA_BYTE, 0, both, 0, (int) sums.byteSize());
		MemorySegment.copy(footer, ValueLayout.JAVA_BYTE, 0, both, (int) sums.byteSize(), (int) footer.byteSize());
		require(Checksum.of(MemorySegment.ofArray(both)) == file.get(ValueLayout.JAVA_INT_UNALIGNED,
				end + Integer.BYTES), "the checksum of its footer does not hold");
		List<int[]> read = new ArrayList<>(batches);
		long length = (1L + columns) * Integer.BYTES;
		for (int i = 0; i < batches; i++) {
			read.add(sums.asSlice(i * length, length).toArray(ValueLayout.JAVA_INT_UNALIGNED));
		}
		return read;
	}

	private static void require(boolean condition, String what) {
		if (!condition) {
			throw new CorruptTableException(what);
		}
	}

}
