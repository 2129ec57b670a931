package io.fletch.store.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.data.DataFile;
import io.fletch.store.error.ConflictException;
import io.fletch.store.io.Storage;
import io.fletch.store.version.Operation;

/**
 * Writes neighbouring fragments anew as one, so that there are few fragments, nothing
 * lies in the log for long, and the space of deleted rows comes free. Which, a
 * {@link CompactionPlan} says.
 */
public final class Compaction implements Transaction {

	private static final Logger logger = LoggerFactory.getLogger(Compaction.class);

	private final List<Rewriting> rewritings;

	/** Those whose fragments were as they had been read when they were applied. */
	private List<Rewriting> applied = List.of();

	private Compaction(List<Rewriting> rewritings) {
		this.rewritings = rewritings;
	}

	/**
	 * Writes the data files of a compaction.
	 * @param storage the folder of the table
	 * @param manifest the version to compact
	 * @param groups groups of neighbouring fragments, each to become one
	 * @return the compaction, ready to be committed
	 * @throws IOException if a file cannot be read or written; no new file is left
	 */
	public static Compaction prepare(Storage storage, Manifest manifest, List<List<Fragment>> groups)
			throws IOException {
		Compaction compaction = new Compaction(new ArrayList<>());
		try {
			for (List<Fragment> group : groups) {
				compaction.rewritings.add(Rewriting.write(storage, manifest.schema(), group));
			}
			return compaction;
		}
		catch (IOException | RuntimeException ex) {
			compaction.discard(storage);
			throw ex;
		}
	}

	@Override
	public Operation operation() {
		return Operation.COMPACTION;
	}

	@Override
	public Change apply(Manifest latest) {
		List<Change.NewRows> added = new ArrayList<>();
		List<Rewriting> fitting = new ArrayList<>();
		@Nullable ConflictException conflict = null;
		for (Rewriting rewriting : this.rewritings) {
			try {
				Change.NewRows rows = rewriting.on(latest);
				fitting.add(rewriting);
				if (rows != null) {
					added.add(rows);
				}
			}
			catch (ConflictException ex) {
				// The others need not be written again for its sake.
				conflict = ex;
			}
		}
		if (fitting.isEmpty() && conflict != null) {
			throw conflict;
		}
		this.applied = fitting;
		return Change.NONE.adding(added)
			.removing(fitting.stream().flatMap((rewriting) -> rewriting.sourcesIn(latest).stream()).toList());
	}

	/**
	 * Returns the fragments that were replaced when this was committed: all but groups of
	 * which somebody had changed a fragment.
	 * @return the fragments
	 */
	public Stream<Fragment> sources() {
		return this.applied.stream().flatMap((rewriting) -> rewriting.sources().stream());
	}

	/**
	 * Returns the data files that took their place.
	 * @return the files
	 */
	public List<DataFile> files() {
		return files(this.applied);
	}

	private static List<DataFile> files(List<Rewriting> rewritings) {
		List<DataFile> files = new ArrayList<>();
		for (Rewriting rewriting : rewritings) {
			DataFile file = rewriting.file();
			if (file != null) {
				files.add(file);
			}
		}
		return files;
	}

	/**
	 * Deletes the data files of a compaction that was not committed.
	 * @param storage the folder of the table
	 * @throws IOException if a file cannot be deleted
	 */
	public void discard(Storage storage) throws IOException {
		for (DataFile file : files(this.rewritings)) {
			file.delete(storage);
		}
	}

	/**
	 * Deletes the data files of the groups that were not committed with the others.
	 * @param storage the folder of the table
	 */
	public void discardRest(Storage storage) {
		List<DataFile> kept = files();
		for (DataFile file : files(this.rewritings)) {
			try {
				if (!kept.contains(file)) {
					file.delete(storage);
				}
			}
			catch (IOException ex) {
				// The compaction is committed; a cleanup takes the file in a day.
				logger.warn("The data file {} of a compaction could not be deleted now", file.path(), ex);
			}
		}
	}

}
