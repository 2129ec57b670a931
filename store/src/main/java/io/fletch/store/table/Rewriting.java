package io.fletch.store.table;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.DataFileWriter;
import io.fletch.store.data.RowBatch;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.io.Storage;

/**
 * Neighbouring fragments written anew as one, batch by batch. Deleted rows are left out;
 * the others keep their ids and origins.
 */
final class Rewriting {

	private final List<Fragment> sources;

	private final @Nullable DataFile file;

	private final RowIds rowIds;

	private final @Nullable RowIds origins;

	private Rewriting(List<Fragment> sources, @Nullable DataFile file, LiveRowIds ids) {
		this.sources = sources;
		this.file = file;
		this.rowIds = ids.rowIds();
		this.origins = ids.origins();
	}

	static Rewriting write(Storage storage, Schema schema, List<Fragment> sources) throws IOException {
		LiveRowIds ids = LiveRowIds.of(sources);
		if (ids.rowIds().size() == 0) {
			return new Rewriting(sources, null, ids);
		}
		try (DataFileWriter writer = DataFileWriter.create(storage, TableFiles.newData(), schema)) {
			for (Fragment source : sources) {
				copy(source, storage, schema, writer);
			}
			return new Rewriting(sources, writer.finish(), ids);
		}
	}

	private static void copy(Fragment source, Storage storage, Schema schema, DataFileWriter writer)
			throws IOException {
		int start = 0;
		for (RowBatch batch : source.batches(storage, schema)) {
			if (Thread.currentThread().isInterrupted()) {
				throw new CancelledException("The compaction was cancelled; nothing was changed");
			}
			BitSet live = new BitSet(batch.rowCount());
			for (int row = 0; row < batch.rowCount(); row++) {
				live.set(row, !source.isDeleted(start + row));
			}
			writer.write(batch, live);
			start += batch.rowCount();
		}
	}

	List<Fragment> sources() {
		return this.sources;
	}

	@Nullable DataFile file() {
		return this.file;
	}

	/**
	 * Returns the rows as they are to be committed on a later version, in which some of
	 * them may have been deleted since.
	 * @return the rows, or {@code null} if there are none
	 * @throws ConflictException if the sources are not there any more as they were
	 */
	Change.@Nullable NewRows on(Manifest latest) {
		RoaringBitmap deletedSince = new RoaringBitmap();
		for (Fragment source : this.sources) {
			deletedSince(source, latest).forEach((org.roaringbitmap.IntConsumer) (position) -> deletedSince
				.add(this.rowIds.positionOf(source.rowIds().at(position))));
		}
		DataFile written = this.file;
		return (written != null) ? new Change.NewRows(FragmentRows.inFiles(List.of(written)), this.rowIds.size(),
				this.rowIds, this.origins, deletedSince) : null;
	}

	/**
	 * Returns the numbers of those sources that a later version still has.
	 */
	List<Integer> sourcesIn(Manifest latest) {
		return this.sources.stream().filter((source) -> find(source, latest) != null).map(Fragment::id).toList();
	}

	private static @Nullable Fragment find(Fragment source, Manifest latest) {
		return latest.fragments().stream().filter((fragment) -> fragment.isOfSameRows(source)).findFirst().orElse(null);
	}

	private static RoaringBitmap deletedSince(Fragment source, Manifest latest) {
		Fragment now = find(source, latest);
		RoaringBitmap live = new RoaringBitmap();
		live.add(0L, source.rowCount());
		live.andNot(source.deletions());
		// A fragment goes with the last of its rows.
		boolean isGone = now == null
				&& live.stream().allMatch((position) -> latest.fragmentOf(source.rowIds().at(position)) == null);
		if (!isGone && (now == null || !now.files().equals(source.files()))) {
			throw new ConflictException(
					"Fragment " + source.id() + " was changed while it was written anew; try again");
		}
		return (now != null) ? RoaringBitmap.andNot(now.deletions(), source.deletions()) : live;
	}

}
