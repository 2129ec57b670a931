package io.fletch.store.ingest.arrow;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Gives rows as an Arrow reader does.
 */
final class PartReader extends ArrowReader {

	private final ArrowExport export;

	private final Iterator<ArrowExport.Part> parts;

	private final Runnable onClose;

	private long bytes;

	PartReader(ArrowExport export, Iterator<ArrowExport.Part> parts, Runnable onClose, BufferAllocator allocator) {
		super(allocator);
		this.onClose = onClose;
		this.export = export;
		this.parts = parts;
	}

	@Override
	public boolean loadNextBatch() throws IOException {
		prepareLoadNextBatch();
		if (!this.parts.hasNext()) {
			return false;
		}
		ArrowRecordBatch batch = this.export.recordBatch(List.of(this.parts.next()), this.allocator);
		this.bytes += batch.computeBodyLength();
		// This closes the batch.
		loadRecordBatch(batch);
		return true;
	}

	@Override
	public long bytesRead() {
		return this.bytes;
	}

	@Override
	protected void closeReadSource() {
		this.onClose.run();
	}

	@Override
	protected Schema readSchema() {
		return this.export.schema();
	}

}
