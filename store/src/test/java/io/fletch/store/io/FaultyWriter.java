package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.UUID;

/**
 * A new file on a disk that fails on purpose.
 */
final class FaultyWriter implements Storage.FileWriter {

	private final FaultyDisk disk;

	private final String path;

	private final boolean replaces;

	private final String temporary;

	private final FaultyDisk.Node file = new FaultyDisk.Node(false);

	private boolean open = true;

	FaultyWriter(FaultyDisk disk, String path, boolean replaces) throws IOException {
		this.disk = disk;
		this.path = path;
		this.replaces = replaces;
		this.temporary = FaultyDisk.parent(path) + (path.contains("/") ? "/." : ".") + UUID.randomUUID() + ".tmp";
		requireFree();
		this.disk.put(this.temporary, this.file);
	}

	private void requireFree() throws IOException {
		if (!this.replaces) {
			this.disk.requireFree(this.path);
		}
	}

	@Override
	public void write(MemorySegment part) throws IOException {
		requireOpen();
		this.disk.write(this.file, this.file.bytes().length, part.toArray(ValueLayout.JAVA_BYTE));
	}

	@Override
	public void finish() throws IOException {
		requireOpen();
		this.disk.sync(this.file);
		requireFree();
		this.disk.rename(this.temporary, this.path);
		this.open = false;
		this.disk.syncFolder(FaultyDisk.parent(this.path));
	}

	private void requireOpen() throws IOException {
		if (!this.open) {
			throw new IOException("The writer of " + this.path + " is closed");
		}
	}

	@Override
	public void close() throws IOException {
		if (this.open) {
			this.open = false;
			this.disk.delete(this.temporary);
		}
	}

}
