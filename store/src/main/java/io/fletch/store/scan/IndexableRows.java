package io.fletch.store.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import io.fletch.store.data.RowBatch;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexRows;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.RowIds;

/**
 * Rows of a version that a segment of an index is to be built from.
 */
public final class IndexableRows implements IndexRows {

	private final Storage storage;

	private final Manifest manifest;

	private final List<IndexedField> fields;

	private final RowSelection selection;

	private final List<Part> parts = new ArrayList<>();

	private final RowIds rowIds;

	/**
	 * Chooses rows.
	 * @param storage the folder of the table
	 * @param manifest the version
	 * @param fields the indexed fields
	 * @param selection the rows
	 */
	IndexableRows(Storage storage, Manifest manifest, List<IndexedField> fields, RowSelection selection) {
		this.storage = storage;
		this.manifest = manifest;
		this.fields = fields;
		this.selection = selection;
		if (selection.count() > Integer.MAX_VALUE - 8) {
			throw new InvalidInputException("An index takes at most " + (Integer.MAX_VALUE - 8)
					+ " rows at once, but there are " + selection.count()
					+ "; create it when there are fewer, and let optimize() add the others");
		}
		long[] all = new long[(int) selection.count()];
		int next = 0;
		for (Fragment fragment : manifest.fragments()) {
			BitSet positions = selection.of(fragment);
			if (!positions.isEmpty()) {
				this.parts.add(new Part(fragment, positions));
			}
			for (int i = positions.nextSetBit(0); i >= 0; i = positions.nextSetBit(i + 1)) {
				all[next++] = fragment.rowIds().at(i);
			}
		}
		this.rowIds = RowIds.of(all);
	}

	/**
	 * Leaves rows out.
	 * @param rows which
	 * @return the others, with ordinals of their own
	 */
	IndexableRows without(RowSelection rows) {
		return new IndexableRows(this.storage, this.manifest, this.fields, this.selection.minus(rows));
	}

	/**
	 * Returns the rows of some ordinals.
	 */
	RowSelection at(BitSet ordinals) {
		RowSelection.Builder rows = new RowSelection.Builder(this.manifest);
		int ordinal = 0;
		for (Part part : this.parts) {
			BitSet positions = new BitSet();
			for (int i = part.positions().nextSetBit(0); i >= 0; i = part.positions().nextSetBit(i + 1)) {
				positions.set(i, ordinals.get(ordinal++));
			}
			rows.add(part.fragment(), positions);
		}
		return rows.build();
	}

	/**
	 * Returns the ids of the rows.
	 * @return the ids by ordinal
	 */
	public RowIds rowIds() {
		return this.rowIds;
	}

	@Override
	public int count() {
		return this.rowIds.size();
	}

	@Override
	public Iterable<Piece> pieces() {
		return Pieces::new;
	}

	private record Part(Fragment fragment, BitSet positions) {
	}

	/**
	 * Goes over the batches.
	 */
	private final class Pieces implements Iterator<Piece> {

		private int part;

		private int batch;

		private int start;

		private int ordinal;

		@Override
		public boolean hasNext() {
			return this.part < IndexableRows.this.parts.size();
		}

		@Override
		public Piece next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			if (Thread.currentThread().isInterrupted()) {
				throw new CancelledException("The thread was interrupted while it built an index; nothing was changed");
			}
			Part current = IndexableRows.this.parts.get(this.part);
			List<RowBatch> batches = batches(current.fragment());
			RowBatch rows = batches.get(this.batch);
			BitSet live = current.positions().get(this.start, this.start + rows.rowCount());
			Piece piece = new Piece(IndexableRows.this.fields.stream().map((field) -> field.in(rows)).toList(), live,
					this.ordinal);
			this.ordinal += live.cardinality();
			this.start += rows.rowCount();
			if (++this.batch == batches.size()) {
				this.part++;
				this.batch = 0;
				this.start = 0;
			}
			return piece;
		}

		private List<RowBatch> batches(Fragment fragment) {
			try {
				return fragment.batches(IndexableRows.this.storage, IndexableRows.this.manifest.schema());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
