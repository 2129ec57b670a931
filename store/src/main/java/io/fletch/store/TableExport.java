package io.fletch.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.ingest.arrow.ArrowExport;
import io.fletch.store.table.Fragment;

/**
 * The rows of one version, for Arrow. The files are mapped at once and read when they are
 * asked for, so that a cleanup meanwhile does no harm.
 */
final class TableExport {

	private final ArrowExport export;

	private final List<ArrowExport.Part> parts;

	private TableExport(ArrowExport export, List<ArrowExport.Part> parts) {
		this.export = export;
		this.parts = parts;
	}

	static TableExport of(TableHandle handle) {
		return handle.scan((snapshot) -> {
			List<ArrowExport.Part> parts = new ArrayList<>();
			for (Fragment fragment : snapshot.manifest().fragments()) {
				int start = 0;
				for (RowBatch batch : fragment.batches(snapshot.table().storage(), snapshot.manifest().schema())) {
					parts.add(new ArrowExport.Part(batch, live(fragment, start, batch.rowCount())));
					start += batch.rowCount();
				}
			}
			return new TableExport(new ArrowExport(snapshot.view().schema()), parts);
		});
	}

	private static @Nullable BitSet live(Fragment fragment, int start, int rowCount) {
		if (fragment.liveCount() == fragment.rowCount()) {
			return null;
		}
		BitSet live = new BitSet(rowCount);
		for (int row = 0; row < rowCount; row++) {
			live.set(row, !fragment.isDeleted(start + row));
		}
		return live;
	}

	VectorSchemaRoot vectors(BufferAllocator allocator) {
		return this.export.vectors(this.parts, allocator);
	}

	ArrowReader reader(BufferAllocator allocator) {
		return this.export.reader(this.parts.iterator(), allocator);
	}

	void writeFile(OutputStream stream) throws IOException {
		this.export.writeFile(this.parts.iterator(), stream);
	}

}
