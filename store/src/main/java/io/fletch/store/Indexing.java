package io.fletch.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.IndexNotFoundException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.index.IndexType;
import io.fletch.store.index.vector.VectorSpace;
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

	private final IndexFailures failures = new IndexFailures(InstantSource.system());

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
		boolean isBehind = newRows(manifest, index) > MAX_UNINDEXED
				&& SegmentBuilder.uncoveredCount(manifest, index) > MAX_UNINDEXED
				|| index.segments().stream().anyMatch(this.table.indexes()::isDamaged);
		return isBehind && isKnown(index) && this.failures.isTime(index);
	}

	/**
	 * Tells whether this version of the library can build an index. What a later one made
	 * is left as it is.
	 */
	private static boolean isKnown(IndexMetadata index) {
		return IndexType.of(index.type()) != IndexType.UNKNOWN;
	}

	/**
	 * Tells what is to be known of an index.
	 */
	IndexInfo info(Manifest manifest, IndexMetadata index) {
		return IndexInfo.of(manifest, index, this.failures.message(index));
	}

	/**
	 * Counts the rows of fragments that are newer than every segment, and than the rows
	 * that the index cannot have: a bound that costs nearly nothing after each write.
	 */
	private long newRows(Manifest manifest, IndexMetadata index) {
		long covered = index.segments().stream().mapToLong((segment) -> segment.rowIds().last()).max().orElse(-1);
		long last = Math.max(covered, this.failures.seen(index));
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
	 * Adds rows to the indexes beside which many lie; one that cannot have them does not
	 * stop the others.
	 */
	void extendThoseDue() throws IOException {
		Manifest manifest = this.table.committer().latest();
		this.failures.retain(manifest.indexes());
		for (IndexMetadata index : manifest.indexes()) {
			if (isDue(manifest, index)) {
				tryExtend(index);
			}
		}
	}

	/**
	 * Adds all rows to all indexes; one that cannot have them does not stop the others.
	 * What happened to the first such is thrown in the end, with the others suppressed.
	 */
	void extendAll() throws IOException {
		Throwable first = null;
		List<IndexMetadata> all = this.table.committer().latest().indexes();
		this.failures.retain(all);
		for (IndexMetadata index : all) {
			Throwable failure = isKnown(index) ? tryExtend(index) : null;
			if (first == null) {
				first = failure;
			}
			else if (failure != null) {
				first.addSuppressed(failure);
			}
		}
		switch (first) {
			case null -> {
			}
			case IOException ex -> throw ex;
			case RuntimeException ex -> throw ex;
			default -> throw new StoreException("The indexes of the table '" + this.table.name()
					+ "' could not be extended: " + first + "; give the process more memory", first);
		}
	}

	/**
	 * Adds all rows to an index.
	 * @return why that failed, or {@code null} if it did not
	 * @throws IOException if nobody may write to the table
	 */
	private @Nullable Throwable tryExtend(IndexMetadata index) throws IOException {
		try {
			extend(index.name());
			return null;
		}
		catch (CancelledException | CommitUnknownException | TableNotFoundException | AccessDeniedException
				| ReadOnlyFileSystemException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException | OutOfMemoryError ex) {
			// Whatever it was, it is told to whoever asks, and other indexes do without.
			this.table.requireOpen();
			report(index, ex);
			return ex;
		}
	}

	private void report(IndexMetadata index, Throwable cause) {
		if (this.failures.add(index, cause)) {
			logger.warn(
					"The index '{}' of the table '{}' could not be extended; rows beside it are searched without it",
					index.name(), this.table.name(), cause);
		}
		else {
			logger.debug("The index '{}' of the table '{}' could still not be extended", index.name(),
					this.table.name(), cause);
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
			return info(made, Indexes.find(made, index.name()));
		});
	}

	private void extendOnce(String name, IndexProgress progress) throws IOException {
		this.table.leased((manifest) -> {
			IndexMetadata index = Indexes.find(manifest, name);
			SegmentBuilder builder = new SegmentBuilder(this.table.storage(), manifest, index);
			List<IndexSegment> replaced = builder.outgrown(this.table.indexes());
			boolean isWorthIt = index.segments().isEmpty() ? builder.newRows() > 0 : builder.isEnough(replaced);
			if (isWorthIt) {
				IndexSegment built = built(builder, index, replaced, progress);
				if (built != null || !replaced.isEmpty()) {
					commit(built, IndexChange.build(index, built, replaced));
				}
			}
			keepOutcome(manifest, index, builder);
			return name;
		});
	}

	private @Nullable IndexSegment built(SegmentBuilder builder, IndexMetadata index, List<IndexSegment> replaced,
			IndexProgress progress) throws IOException {
		return this.table.activities()
			.run(ActivityKind.INDEXING, Activities.word(IndexType.of(index.type())),
					() -> Optional.ofNullable(builder.build(replaced, progress::advanced)))
			.orElse(null);
	}

	/**
	 * Keeps that an index has all rows, or how many it cannot have.
	 */
	private void keepOutcome(Manifest manifest, IndexMetadata index, SegmentBuilder builder) {
		if (builder.leftOut() == 0) {
			this.failures.remove(index);
			return;
		}
		String message = "Rows with vectors longer than " + VectorSpace.LONGEST + ": " + builder.leftOut()
				+ "; they are searched without the index. Scale such vectors down.";
		if (this.failures.leaveOut(index, message, manifest.fragments().getLast().rowIds().last())) {
			logger.warn("The index '{}' of the table '{}' cannot have all rows. {}", index.name(), this.table.name(),
					message);
		}
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
		SegmentBuilder builder = new SegmentBuilder(this.table.storage(), manifest, fresh);
		IndexSegment built = built(builder, fresh, List.of(), progress);
		IndexMetadata whole = fresh.with((built != null) ? List.of(built) : List.of());
		Manifest made = commit(built, IndexChange.create(whole, replaced));
		this.failures.retain(made.indexes());
		keepOutcome(manifest, fresh, builder);
		return info(made, Indexes.find(made, fresh.name()));
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
			return this.table.commitAsItIs(change);
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
