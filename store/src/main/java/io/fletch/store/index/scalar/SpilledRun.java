package io.fletch.store.index.scalar;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.error.CancelledException;
import io.fletch.store.io.Storage;

/**
 * Sorted entries in a file that lives as long as an index is built.
 */
final class SpilledRun implements Entries {

	private static final int BUFFER = 1 << 20;

	private static final int HEAD = Long.BYTES + 2 * Integer.BYTES;

	private final MemorySegment file;

	private long position;

	private long start;

	private int length;

	private SpilledRun(MemorySegment file) {
		this.file = file;
	}

	static SpilledRun write(Storage storage, String path, Entries entries) throws IOException {
		try (Storage.FileWriter writer = storage.create(path)) {
			BufferBuilder buffer = new BufferBuilder();
			while (entries.next()) {
				buffer.putLong(entries.prefix());
				buffer.putInt(entries.ordinal());
				buffer.putInt(entries.length());
				buffer.putSegment(entries.bytes(), entries.start(), entries.length());
				if (buffer.length() >= BUFFER) {
					CancelledException.throwIfInterrupted();
					writer.write(buffer.padded().asSlice(0, buffer.length()));
					buffer.clear();
				}
			}
			writer.write(buffer.padded().asSlice(0, buffer.length()));
			writer.finish();
		}
		return new SpilledRun(storage.map(path));
	}

	@Override
	public boolean next() {
		this.position = this.start + this.length;
		if (this.position == this.file.byteSize()) {
			return false;
		}
		this.start = this.position + HEAD;
		this.length = this.file.get(PageLayout.INT, this.position + Long.BYTES + Integer.BYTES);
		return true;
	}

	@Override
	public long prefix() {
		return this.file.get(PageLayout.LONG, this.position);
	}

	@Override
	public MemorySegment bytes() {
		return this.file;
	}

	@Override
	public long start() {
		return this.start;
	}

	@Override
	public int length() {
		return this.length;
	}

	@Override
	public int ordinal() {
		return this.file.get(PageLayout.INT, this.position + Long.BYTES);
	}

}
