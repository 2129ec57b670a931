package io.fletch.store;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.IndexNotFoundException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.scan.SegmentBuilder;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.IndexChange;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.IndexSegment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;

/**
 * Builds the indexes of a table, one at a time, from a version that is leased meanwhile.
 */
final class Indexing {

	private static final Logger logger = LoggerFactory.getLogger(Indexing.class);

	/** How many rows may lie beside an index before upkeep adds them. */
	private static final long MAX_UNINDEXED = 8192;

	private static final int MAX_ATTEMPTS = 5;

	private final OpenTable table;

	private final ReentrantLock building = new ReentrantLock();

	/** What was reported of indexes that cannot have all rows, which is done once. */
	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	Indexing(OpenTable table) {
		this.table = table;
	}

	/**
	 * Tells whether so many rows lie beside some index that upkeep should add them.
	 */
	boolean isDue(Manifest manifest) {
		return manifest.indexes().stream().anyMatch((index) -> isDue(manifest, index));
	}

	private boolean isDue(Manifest manifest, IndexMetadata index) {
		return newRows(manifest, index) > MAX_UNINDEXED
				&& SegmentBuilder.uncoveredCount(manifest, index) > MAX_UNINDEXED
				|| index.segments().stream().anyMatch(this.table.indexes()::isDamaged);
	}

	/**
	 * Counts the rows of fragments that are newer than every segment: a bound that costs
	 * nearly nothing after each write.
	 */
	private static long newRows(Manifest manifest, IndexMetadata index) {
		long last = index.segments().stream().mapToLong((segment) -> segment.rowIds().last()).max().orElse(-1);
		long count = 0;
		for (Fragment fragment : manifest.fragments().reversed()) {
			if (fragment.rowIds().last() <= last) {
				break;
			}
			count += fragment.liveCount();
		}
		return count;
	}

	/**
	 * Adds rows to the indexes beside which many lie.
	 */
	void extendThoseDue() throws IOException {
		Manifest manifest = this.table.committer().latest();
		for (IndexMetadata index : manifest.indexes()) {
			if (isDue(manifest, index)) {
				try {
					extend(index.name());
				}
				catch (InvalidInputException ex) {
					if (this.refused.add(index.name() + ex.getMessage())) {
						warn(index, ex);
					}
				}
				catch (IndexNotFoundException | ConflictException ex) {
					warn(index, ex);
				}
			}
		}
	}

	private void warn(IndexMetadata index, RuntimeException cause) {
		logger.warn("The index '{}' of the table '{}' could not be extended", index.name(), this.table.name(), cause);
	}

	/**
	 * Adds all rows to all indexes; one that cannot have them does not stop the others.
	 * @throws InvalidInputException if there is one
	 */
	void extendAll() throws IOException {
		InvalidInputException refusal = null;
		for (IndexMetadata index : this.table.committer().latest().indexes()) {
			try {
				extend(index.name());
			}
			catch (InvalidInputException ex) {
				refusal = (refusal != null) ? refusal : ex;
			}
		}
		if (refusal != null) {
			throw refusal;
		}
	}

	private void extend(String name) throws IOException {
		build(() -> {
			try {
				extendOnce(name, IndexProgress.NONE);
			}
			catch (IndexNotFoundException ex) {
				logger.debug("The index '{}' was dropped before it was extended", name);
			}
			return name;
		});
	}

	/**
	 * Builds what is missing of an index.
	 */
	IndexInfo extend(IndexMetadata index, IndexProgress progress) throws IOException {
		return build(() -> {
			extendOnce(index.name(), progress);
			Manifest made = this.table.committer().known();
			return IndexInfo.of(made, Indexes.find(made, index.name()));
		});
	}

	private void extendOnce(String name, IndexProgress progress) throws IOException {
		this.table.leased((manifest) -> {
			IndexMetadata index = Indexes.find(manifest, name);
			SegmentBuilder builder = new SegmentBuilder(this.table.storage(), manifest, index);
			List<IndexSegment> replaced = builder.outgrown(this.table.indexes());
			boolean isFirst = index.segments().isEmpty();
			boolean isNeeded = !replaced.isEmpty() || SegmentBuilder.uncoveredCount(manifest, index) > 0;
			if (isNeeded && (isFirst || builder.isEnough(replaced))) {
				IndexSegment built = builder.build(replaced, progress::advanced);
				commit(built, IndexChange.build(index, built, replaced));
			}
			return name;
		});
	}

	/**
	 * Builds an index whole and puts it in the place of another.
	 */
	IndexInfo replace(IndexMetadata fresh, IndexProgress progress) throws IOException {
		return build(() -> this.table
			.leased((manifest) -> replace(manifest, Indexes.find(manifest, fresh.name()), fresh, progress)));
	}

	private IndexInfo replace(Manifest manifest, IndexMetadata replaced, IndexMetadata fresh, IndexProgress progress)
			throws IOException {
		IndexSegment built = new SegmentBuilder(this.table.storage(), manifest, fresh).build(List.of(),
				progress::advanced);
		IndexMetadata whole = fresh.with((built != null) ? List.of(built) : List.of());
		Manifest made = commit(built, IndexChange.create(whole, replaced));
		return IndexInfo.of(made, Indexes.find(made, fresh.name()));
	}

	/**
	 * Builds an index anew with the options that it has when that begins.
	 */
	IndexInfo rebuild(String name, IndexProgress progress) throws IOException {
		return build(() -> this.table.leased((manifest) -> {
			IndexMetadata index = Indexes.find(manifest, name);
			return replace(manifest, index, index.with(List.of()), progress);
		}));
	}

	private Manifest commit(@Nullable IndexSegment built, Transaction change) throws IOException {
		try {
			return this.table.committer().commit(change);
		}
		catch (CommitUnknownException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			// Whatever it was, the file goes, and it is thrown on.
			if (built != null) {
				this.table.storage().delete(built.path());
			}
			throw ex;
		}
	}

	private <T> T build(OpenTable.FileAccess<T> action) throws IOException {
		this.building.lock();
		try {
			for (int attempt = 1;; attempt++) {
				try {
					return action.run();
				}
				catch (ConflictException ex) {
					if (attempt == MAX_ATTEMPTS) {
						throw ex;
					}
				}
			}
		}
		finally {
			this.building.unlock();
		}
	}

}
