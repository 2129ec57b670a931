package io.fletch.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.query.Hit;
import io.fletch.store.scan.PlanTrace;
import io.fletch.store.scan.RowSelection;
import io.fletch.store.table.Fragment;

/**
 * The rows of a scan, read when they are asked for, of a version that is kept meanwhile.
 *
 * @param <R> the type of the rows
 */
final class HitStream<R> implements Iterator<Hit<R>> {

	private static final int MAX_ATTEMPTS = 5;

	private final TableHandle pinned;

	private final HitReader<R> reader;

	private final RowSelection selection;

	private final List<Fragment> fragments;

	private int fragment = -1;

	private BitSet positions = new BitSet();

	private int position = -1;

	private long left;

	private HitStream(TableHandle pinned, TableHandle.Snapshot snapshot, RowReader<R> reader, SearchRequest request)
			throws IOException {
		this.pinned = pinned;
		this.reader = new HitReader<>(snapshot, reader, request);
		this.selection = new SearchRun(snapshot, request, new PlanTrace(false)).selection();
		this.fragments = snapshot.manifest().fragments();
		this.left = request.page().limit();
		skip(request.page().offset());
	}

	/**
	 * Opens a stream, which keeps the version until it is closed.
	 */
	static <R> Stream<Hit<R>> of(TableHandle handle, RowReader<R> reader, SearchRequest request) {
		TableHandle pinned = pin(handle);
		try {
			HitStream<R> rows = TimeLimit.run(request.options().timeout(),
					() -> pinned.scan((snapshot) -> new HitStream<>(pinned, snapshot, reader, request)));
			return StreamSupport
				.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED | Spliterator.NONNULL), false)
				.onClose(pinned::close);
		}
		catch (RuntimeException ex) {
			// Nobody gets the stream that would let go of the version.
			pinned.close();
			throw ex;
		}
	}

	/**
	 * Keeps the version that is read now, until what is returned is closed.
	 */
	static TableHandle pin(TableHandle handle) {
		for (int attempt = 1;; attempt++) {
			try {
				return TableHandle.at(handle.table(), handle.manifest().version());
			}
			catch (VersionNotFoundException ex) {
				// A cleanup took it before the lease was seen; by now another is latest.
				if (attempt == MAX_ATTEMPTS || handle.isCheckedOut()) {
					throw ex;
				}
			}
		}
	}

	private void skip(int offset) {
		advance();
		for (int i = 0; i < offset && this.position >= 0; i++) {
			advance();
		}
	}

	private void advance() {
		this.position = this.positions.nextSetBit(this.position + 1);
		while (this.position < 0 && this.fragment + 1 < this.fragments.size()) {
			this.fragment++;
			this.positions = this.selection.of(this.fragments.get(this.fragment));
			this.position = this.positions.nextSetBit(0);
		}
	}

	@Override
	public boolean hasNext() {
		return this.position >= 0 && this.left > 0;
	}

	@Override
	public Hit<R> next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		Fragment in = this.fragments.get(this.fragment);
		Found found = Found.scanned(in.rowIds().at(this.position), in.origins().at(this.position));
		this.left--;
		advance();
		return this.pinned.table().read(() -> this.reader.read(found, 0));
	}

}
