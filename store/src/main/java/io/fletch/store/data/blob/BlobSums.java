package io.fletch.store.data.blob;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import io.fletch.store.io.Checksum;

/**
 * Collects the checksums of a file of blobs while it is written. They stand at its end:
 * one int32 for every 256 KiB of the file from its beginning, the last of what is left;
 * how many they are, as int32; the checksum of these; {@code FLTCHSUM}.
 */
final class BlobSums {

	/** How many bytes a checksum is of. */
	static final int CHUNK = 1 << 18;

	static final byte[] MAGIC = "FLTCHSUM".getBytes(StandardCharsets.US_ASCII);

	static final int END_LENGTH = 2 * Integer.BYTES + MAGIC.length;

	private final List<Integer> sums = new ArrayList<>();

	private final CRC32C chunk = new CRC32C();

	private int chunkLength;

	void update(MemorySegment bytes) {
		long from = 0;
		while (from < bytes.byteSize()) {
			long length = Math.min(CHUNK - this.chunkLength, bytes.byteSize() - from);
			this.chunk.update(bytes.asSlice(from, length).asByteBuffer());
			this.chunkLength += (int) length;
			from += length;
			if (this.chunkLength == CHUNK) {
				endChunk();
			}
		}
	}

	private void endChunk() {
		this.sums.add((int) this.chunk.getValue());
		this.chunk.reset();
		this.chunkLength = 0;
	}

	/**
	 * Makes the end of the file.
	 */
	byte[] end() {
		if (this.chunkLength > 0) {
			endChunk();
		}
		ByteBuffer end = ByteBuffer.allocate(this.sums.size() * Integer.BYTES + END_LENGTH)
			.order(ByteOrder.LITTLE_ENDIAN);
		this.sums.forEach(end::putInt);
		end.putInt(this.sums.size());
		MemorySegment checked = MemorySegment.ofArray(end.array()).asSlice(0, end.position());
		return end.putInt(Checksum.of(checked)).put(MAGIC).array();
	}

}
