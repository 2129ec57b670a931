package io.fletch.store.index.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/**
 * Files of which the lengths of texts, a byte or a few for each row and column, are held
 * in memory while they are open: to write postings, Lucene reads one for each posting,
 * and every read of a file would be a call of the system. Lucene's own mapped files would
 * do, but the JVM warns of what they call unless it is started with a flag.
 */
final class NormsInMemory extends FilterDirectory {

	private static final String EXTENSION = ".nvd";

	private static final int CHUNK = 1 << 20;

	NormsInMemory(Directory directory) {
		super(directory);
	}

	@Override
	public IndexInput openInput(String name, IOContext context) throws IOException {
		if (!name.endsWith(EXTENSION)) {
			return super.openInput(name, context);
		}
		try (IndexInput file = super.openInput(name, context)) {
			return new SegmentInput(name, read(file));
		}
	}

	private static MemorySegment read(IndexInput file) throws IOException {
		MemorySegment bytes = Arena.ofAuto().allocate(file.length());
		byte[] chunk = new byte[(int) Math.min(CHUNK, file.length())];
		for (long at = 0; at < bytes.byteSize(); at += chunk.length) {
			int length = (int) Math.min(chunk.length, bytes.byteSize() - at);
			file.readBytes(chunk, 0, length);
			MemorySegment.copy(MemorySegment.ofArray(chunk), 0, bytes, at, length);
		}
		return bytes;
	}

}
