package io.fletch.store.index.text;

import java.io.IOException;

import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

import io.fletch.store.error.CancelledException;

/**
 * Files that are not begun any more once the thread is interrupted: so merging ends too.
 */
final class Interruptible extends FilterDirectory {

	Interruptible(Directory directory) {
		super(directory);
	}

	@Override
	public IndexOutput createOutput(String name, IOContext context) throws IOException {
		CancelledException.throwIfInterrupted();
		return super.createOutput(name, context);
	}

}
