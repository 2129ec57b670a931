package io.fletch.store.index.text;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Candidate;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;

/**
 * A Lucene index in memory over the text columns of a table. It holds every row that some
 * version had when it was searched, keyed by row id, and stores no text; which rows count
 * is decided at each search. It is built at the first search and follows the table from
 * then on: new rows are added before a search, and it is built anew when most of its rows
 * are deleted, or rows come back that it never had. Scores are BM25 with k1 1.2 and b
 * 0.75.
 */
public final class TextIndex implements AutoCloseable {

	static final String ROW_ID = "row";

	/** Rows that may be deleted before the index is built anew. */
	private static final long SPARE_ROWS = 1000;

	private final Storage storage;

	private final List<Integer> columns;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Generation current;

	/**
	 * Makes an index that is still empty.
	 * @param storage the folder of the table
	 * @param columns the positions of the text columns in the schema
	 */
	public TextIndex(Storage storage, List<Integer> columns) {
		this.storage = storage;
		this.columns = List.copyOf(columns);
	}

	/**
	 * Finds the rows that fit the words of a query best. A row that several columns find
	 * has the best of their scores.
	 * @param manifest the version to search
	 * @param query the words, in any form: the text has no operators
	 * @param limit how many rows to find at most
	 * @param selected which rows count
	 * @return the rows, best first, rows of equal score by row id
	 * @throws IOException if rows cannot be read
	 */
	public List<Candidate> search(Manifest manifest, String query, int limit, LongPredicate selected)
			throws IOException {
		try (WordSearch search = begin(manifest)) {
			return search.run(query, this.columns, limit, selected);
		}
	}

	/**
	 * Brings the index up to a version. Searches under way keep what they began with.
	 */
	private WordSearch begin(Manifest manifest) throws IOException {
		this.lock.lock();
		try {
			Generation generation = this.current;
			if (generation == null || generation.rowCount() > 2 * manifest.rowCount() + SPARE_ROWS
					|| generation.lacksRowsOf(manifest)) {
				close();
				generation = new Generation();
				this.current = generation;
			}
			if (generation.nextRowId < manifest.next().rowId()) {
				add(manifest, generation);
				generation.nextRowId = manifest.next().rowId();
				generation.searchers.maybeRefreshBlocking();
			}
			generation.nextFragment = Math.max(generation.nextFragment, manifest.next().fragment());
			return new WordSearch(generation.searchers, generation.analyzer);
		}
		catch (IOException | RuntimeException ex) {
			// Half of the new rows may be in the index: the next search builds it anew.
			close();
			throw ex;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void add(Manifest manifest, Generation generation) throws IOException {
		for (Fragment fragment : manifest.fragments()) {
			if (fragment.rowIds().last() < generation.nextRowId) {
				continue;
			}
			int position = 0;
			for (RowBatch batch : fragment.batches(this.storage, manifest.schema())) {
				for (int row = 0; row < batch.rowCount(); row++, position++) {
					long rowId = fragment.rowIds().at(position);
					if (rowId >= generation.nextRowId && !fragment.isDeleted(position)) {
						generation.writer.addDocument(document(batch, row, rowId));
						generation.rowIds.addLong(rowId);
					}
				}
			}
		}
	}

	private Document document(RowBatch batch, int row, long rowId) {
		Document document = new Document();
		document.add(new NumericDocValuesField(ROW_ID, rowId));
		for (int column : this.columns) {
			ColumnReader reader = batch.columns().get(column);
			if (!reader.isNull(row)) {
				document.add(new TextField(field(column), (String) reader.value(row), Field.Store.NO));
			}
		}
		return document;
	}

	static String field(int column) {
		return "column" + column;
	}

	@Override
	public void close() throws IOException {
		this.lock.lock();
		try {
			if (this.current != null) {
				this.current.close();
				this.current = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * One Lucene index and how far it goes.
	 */
	private static final class Generation implements AutoCloseable {

		private final Analyzer analyzer = new EnglishAnalyzer();

		private final IndexWriter writer;

		private final SearcherManager searchers;

		private final Roaring64Bitmap rowIds = new Roaring64Bitmap();

		private long nextRowId;

		private int nextFragment;

		Generation() throws IOException {
			// Merging neighbours only keeps documents in the order of row ids, which
			// breaks ties.
			IndexWriterConfig config = new IndexWriterConfig(this.analyzer).setMergePolicy(new LogDocMergePolicy());
			this.writer = new IndexWriter(new ByteBuffersDirectory(), config);
			this.searchers = new SearcherManager(this.writer, new SearcherFactory());
		}

		/**
		 * Tells whether a restore brought rows back that were deleted when the index was
		 * built. They stand in fragments that are new, under ids that are not.
		 */
		boolean lacksRowsOf(Manifest manifest) {
			if (this.nextFragment - manifest.next().fragment() > Integer.MAX_VALUE / 2) {
				// The numbers of fragments began anew.
				return true;
			}
			for (Fragment fragment : manifest.fragments()) {
				for (int i = 0; fragment.id() >= this.nextFragment && i < fragment.rowCount(); i++) {
					long rowId = fragment.rowIds().at(i);
					if (rowId < this.nextRowId && !fragment.isDeleted(i) && !this.rowIds.contains(rowId)) {
						return true;
					}
				}
			}
			return false;
		}

		long rowCount() {
			return this.writer.getDocStats().numDocs;
		}

		@Override
		public void close() throws IOException {
			this.searchers.close();
			this.writer.rollback();
		}

	}

}
