package io.fletch.store.index.text;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.apache.lucene.store.BaseDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.NoLockFactory;

/**
 * The Lucene files of a segment, which lie in one file. Read-only.
 */
final class SegmentDirectory extends BaseDirectory {

	private final Map<String, MemorySegment> files;

	SegmentDirectory(Map<String, MemorySegment> files) {
		super(NoLockFactory.INSTANCE);
		this.files = new TreeMap<>(files);
	}

	@Override
	public String[] listAll() {
		return this.files.keySet().toArray(new String[0]);
	}

	@Override
	public long fileLength(String name) throws IOException {
		return bytes(name).byteSize();
	}

	@Override
	public IndexInput openInput(String name, IOContext context) throws IOException {
		return new SegmentInput(name, bytes(name));
	}

	private MemorySegment bytes(String name) throws IOException {
		MemorySegment bytes = this.files.get(name);
		if (bytes == null) {
			throw new NoSuchFileException(name);
		}
		return bytes;
	}

	@Override
	public Set<String> getPendingDeletions() {
		return Set.of();
	}

	@Override
	public void close() {
	}

	@Override
	public IndexOutput createOutput(String name, IOContext context) {
		throw readOnly();
	}

	@Override
	public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) {
		throw readOnly();
	}

	@Override
	public void deleteFile(String name) {
		throw readOnly();
	}

	@Override
	public void sync(Collection<String> names) {
		throw readOnly();
	}

	@Override
	public void syncMetaData() {
		throw readOnly();
	}

	@Override
	public void rename(String source, String target) {
		throw readOnly();
	}

	private static UnsupportedOperationException readOnly() {
		return new UnsupportedOperationException("A segment that was written does not change");
	}

}
