package io.fletch.store.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.index.IndexType;
import io.fletch.store.index.scalar.ScalarIndex;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * Counts the rows that have each value of a column by an index, where there is one and
 * many rows have each value.
 */
final class IndexedCounts {

	/** With fewer rows to a value, reading the column takes no longer. */
	private static final int LEAST_ROWS_OF_VALUE = 64;

	private final Scanner scanner;

	private final LiveIndex<ScalarIndex> index;

	private final int column;

	private IndexedCounts(Scanner scanner, LiveIndex<ScalarIndex> index, int column) {
		this.scanner = scanner;
		this.index = index;
		this.column = column;
	}

	/**
	 * Finds an index. Of a list, or a field inside a column, it must have the values
	 * themselves.
	 * @return what counts by it, or {@code null} if the column is to be read
	 */
	static @Nullable IndexedCounts of(Scanner scanner, OpenIndexes open, IndexedField field) throws IOException {
		Manifest manifest = scanner.manifest();
		for (IndexMetadata each : manifest.indexes()) {
			if (IndexType.of(each.type()).isScalar()
					&& IndexedField.of(manifest.schema(), each).getFirst().places().equals(field.places())) {
				LiveIndex<ScalarIndex> index = open.scalar(manifest, each);
				boolean isColumn = field.places().size() == 1;
				if (counts(index, !isColumn || IndexType.of(each.type()) == IndexType.LABEL_LIST)) {
					return new IndexedCounts(scanner, index, field.column());
				}
			}
		}
		return null;
	}

	private static boolean counts(LiveIndex<ScalarIndex> index, boolean byKeys) {
		for (ScalarIndex segment : index.segments()) {
			if ((long) segment.keyCount() * LEAST_ROWS_OF_VALUE > segment.rowCount()
					|| byKeys && !segment.hasValues()) {
				return false;
			}
		}
		return !index.segments().isEmpty();
	}

	/**
	 * Counts the rows that the index covers.
	 * @return the others
	 */
	RowSelection count(RowSelection selection, ValueCounts counts) throws IOException {
		for (int i = 0; i < this.index.segments().size(); i++) {
			ScalarIndex segment = this.index.segments().get(i);
			boolean isWhole = selection.isAll() && this.index.coverage().isWhole(i);
			RoaringBitmap counted = isWhole ? null : BitSetUtil.bitmapOf(this.index.coverage().ordinals(i, selection));
			int number = i;
			segment.forEachKey((key, rows) -> {
				RoaringBitmap found = (counted != null) ? RoaringBitmap.and(rows, counted) : rows;
				if (!found.isEmpty()) {
					counts.add(segment.hasValues() ? key : value(number, found.first()), found.getLongCardinality());
				}
			});
			RoaringBitmap nulls = segment.nullRows();
			counts.addNulls(
					(counted != null) ? RoaringBitmap.andCardinality(nulls, counted) : nulls.getLongCardinality());
		}
		return this.index.coverage().uncovered(selection);
	}

	/**
	 * Reads the value of a row, in the form that the column has.
	 */
	private Object value(int segment, int ordinal) {
		boolean[] columns = new boolean[this.scanner.manifest().schema().getFields().size()];
		columns[this.column] = true;
		try {
			return Objects
				.requireNonNull(this.scanner.read(this.index.coverage().rowId(segment, ordinal), columns)[this.column]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
