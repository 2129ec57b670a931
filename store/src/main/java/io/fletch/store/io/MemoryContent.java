package io.fletch.store.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.List;

/**
 * The bytes of a file in memory. They lie where those of a mapped file would, so that
 * readers meet the same alignment.
 */
final class MemoryContent {

	private static final int ALIGNMENT = 64;

	private MemorySegment bytes = MemorySegment.NULL;

	private long size;

	private Instant modified = Instant.now();

	static MemoryContent of(List<MemorySegment> parts) {
		MemoryContent content = new MemoryContent();
		content.bytes = allocate(parts.stream().mapToLong(MemorySegment::byteSize).sum());
		for (MemorySegment part : parts) {
			MemorySegment.copy(part, 0, content.bytes, content.size, part.byteSize());
			content.size += part.byteSize();
		}
		return content;
	}

	private static MemorySegment allocate(long size) {
		return Arena.ofAuto().allocate(size, ALIGNMENT);
	}

	synchronized MemorySegment map() {
		return this.bytes.asSlice(0, this.size).asReadOnly();
	}

	synchronized long size() {
		return this.size;
	}

	synchronized Instant modified() {
		return this.modified;
	}

	synchronized byte[] read(long position, int length) {
		long from = Math.min(position, this.size);
		return this.bytes.asSlice(from, Math.min(length, this.size - from)).toArray(ValueLayout.JAVA_BYTE);
	}

	synchronized void write(long position, byte[] written) {
		long end = position + written.length;
		if (end > this.bytes.byteSize()) {
			MemorySegment larger = allocate(Math.max(end, 2 * this.bytes.byteSize()));
			MemorySegment.copy(this.bytes, 0, larger, 0, this.size);
			this.bytes = larger;
		}
		MemorySegment.copy(written, 0, this.bytes, ValueLayout.JAVA_BYTE, position, written.length);
		this.size = Math.max(this.size, end);
		this.modified = Instant.now();
	}

	synchronized void truncate(long newSize) {
		this.size = newSize;
		this.modified = Instant.now();
	}

}
