package io.fletch.embeddings.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * Appends to the file that this process writes, and begins another when it is full.
 */
final class SegmentWriter implements AutoCloseable {

	private final Path folder;

	private final String owner;

	private final long fullSize;

	private long number;

	private @Nullable Segment segment;

	private @Nullable FileChannel channel;

	SegmentWriter(Path folder, String owner, long fullSize) {
		this.folder = folder;
		this.owner = owner;
		this.fullSize = fullSize;
	}

	/**
	 * Returns the file to append to, a new one if there is none or it is full.
	 */
	private Segment current() throws IOException {
		if (this.segment != null && this.segment.size() >= this.fullSize) {
			finish();
		}
		if (this.segment == null) {
			SegmentName name = new SegmentName(this.owner, this.number++);
			Path file = name.whileWriting(this.folder);
			this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
			write(this.channel, Segment.fileHeader());
			this.segment = new Segment(name, file);
		}
		return this.segment;
	}

	boolean isCurrent(Segment other) {
		return this.segment == other;
	}

	/**
	 * Appends a record to the current file.
	 */
	Segment.Place append(ByteBuffer record) throws IOException {
		Segment target = current();
		int bytes = record.remaining();
		try {
			if (this.channel != null) {
				write(this.channel, record);
			}
			return target.appended(bytes);
		}
		catch (IOException ex) {
			// What follows a half record would never be found.
			finish();
			throw ex;
		}
	}

	private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			channel.write(bytes);
		}
	}

	void finish() throws IOException {
		Segment finished = this.segment;
		FileChannel open = this.channel;
		this.segment = null;
		this.channel = null;
		if (finished != null && open != null) {
			open.close();
			Path done = finished.name().whenDone(this.folder);
			Files.move(finished.file(), done);
			finished.moved(done);
		}
	}

	@Override
	public void close() throws IOException {
		finish();
	}

}
