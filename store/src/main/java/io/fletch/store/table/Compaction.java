package io.fletch.store.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.RowBatch;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Storage;

/**
 * Writes neighbouring fragments anew as one: from the first whose rows are in the log to
 * the last, and before them every file fragment that is no larger than what follows it.
 * So the number of fragments grows with the logarithm of the number of rows, and a row is
 * written anew a logarithmic number of times. Deleted rows are left out; the others keep
 * their ids.
 */
public final class Compaction implements Transaction {

	private static final int MAX_LOG_FRAGMENTS = 128;

	private static final int MAX_LOG_ROWS = 8192;

	private static final int MAX_FRAGMENT_ROWS = 1 << 17;

	private final List<Fragment> sources;

	private final List<@Nullable Object[]> rows;

	private final RowIds rowIds;

	private final DataFile file;

	private Compaction(List<Fragment> sources, List<@Nullable Object[]> rows, RowIds rowIds, DataFile file) {
		this.sources = sources;
		this.rows = rows;
		this.rowIds = rowIds;
		this.file = file;
	}

	/**
	 * Tells whether so many rows are in the log that they should move into a data file.
	 * @param manifest a version of the table
	 * @return whether a compaction is due
	 */
	public static boolean isDue(Manifest manifest) {
		List<Fragment> inLog = manifest.fragments().stream().filter(Fragment::isInLog).toList();
		return inLog.size() > MAX_LOG_FRAGMENTS || inLog.stream().mapToInt(Fragment::rowCount).sum() > MAX_LOG_ROWS;
	}

	/**
	 * Writes the data file of a compaction.
	 * @param storage the folder of the table
	 * @param manifest the version to compact
	 * @return the compaction, ready to be committed
	 * @throws IOException if a file cannot be read or written
	 */
	public static Compaction prepare(Storage storage, Manifest manifest) throws IOException {
		List<Fragment> sources = choose(manifest.fragments());
		List<@Nullable Object[]> rows = new ArrayList<>();
		List<Long> ids = new ArrayList<>();
		for (Fragment source : sources) {
			int position = 0;
			for (RowBatch batch : source.rows().batches(storage, manifest.schema())) {
				for (int row = 0; row < batch.rowCount(); row++, position++) {
					if (!source.isDeleted(position)) {
						rows.add(batch.row(row));
						ids.add(source.rowIds().at(position));
					}
				}
			}
		}
		DataFile file = DataFile.write(storage, TableFiles.newData(), manifest.schema(), rows);
		return new Compaction(sources, rows, RowIds.of(ids), file);
	}

	private static List<Fragment> choose(List<Fragment> fragments) {
		int from = 0;
		while (from < fragments.size() && !fragments.get(from).isInLog()) {
			from++;
		}
		int to = fragments.size();
		while (to > from && !fragments.get(to - 1).isInLog()) {
			to--;
		}
		long rows = fragments.subList(from, to).stream().mapToLong(Fragment::rowCount).sum();
		while (from > 0 && fragments.get(from - 1).rowCount() <= rows
				&& rows + fragments.get(from - 1).rowCount() <= MAX_FRAGMENT_ROWS) {
			from--;
			rows += fragments.get(from).rowCount();
		}
		return fragments.subList(from, to);
	}

	@Override
	public Operation operation() {
		return Operation.COMPACTION;
	}

	@Override
	public Change apply(Manifest latest) {
		RoaringBitmap deletedSince = new RoaringBitmap();
		for (Fragment source : this.sources) {
			Fragment now = latest.fragments()
				.stream()
				.filter((fragment) -> fragment.id() == source.id())
				.findFirst()
				.orElseThrow(() -> new StoreException("Another process compacted fragment " + source.id()));
			RoaringBitmap.andNot(now.deletions(), source.deletions())
				.forEach((org.roaringbitmap.IntConsumer) (position) -> deletedSince
					.add(this.rowIds.positionOf(source.rowIds().at(position))));
		}
		Change.NewRows compacted = new Change.NewRows(FragmentRows.inFile(this.file), this.rows.size(), this.rowIds,
				deletedSince);
		List<Change.NewRows> added = this.rows.isEmpty() ? List.of() : List.of(compacted);
		return new Change(added, Map.of(), this.sources.stream().map(Fragment::id).toList());
	}

	/**
	 * Deletes the data file of a compaction that was not committed.
	 * @param storage the folder of the table
	 * @throws IOException if the file cannot be deleted
	 */
	public void discard(Storage storage) throws IOException {
		storage.delete(this.file.path());
	}

}
