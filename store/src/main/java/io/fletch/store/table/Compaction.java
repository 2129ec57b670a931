package io.fletch.store.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.fletch.store.data.DataFile;
import io.fletch.store.io.Storage;
import io.fletch.store.version.Operation;

/**
 * Writes neighbouring fragments anew as one, so that there are few fragments, nothing
 * lies in the log for long, and the space of deleted rows comes free. In the background a
 * fragment is joined with those before it that are no larger than what follows them: the
 * number of fragments grows with the logarithm of the number of rows, and a row is
 * written anew a logarithmic number of times.
 */
public final class Compaction implements Transaction {

	/** The largest number of rows of a fragment that a compaction makes. */
	public static final int MAX_FRAGMENT_ROWS = 1 << 20;

	private static final int MAX_LOG_FRAGMENTS = 128;

	private static final int MAX_LOG_ROWS = 8192;

	private static final int MAX_SMALL_FRAGMENTS = 64;

	/** In the background, a fragment of which one row in so many is deleted is worn. */
	private static final int WORN_SHARE = 3;

	private static final int MIN_WORN = 1024;

	/** When asked, a fragment of which one row in so many is deleted is written anew. */
	private static final int DELETED_SHARE = 10;

	private final List<Rewriting> rewritings;

	private Compaction(List<Rewriting> rewritings) {
		this.rewritings = rewritings;
	}

	/**
	 * Tells whether a compaction is due.
	 * @param manifest a version of the table
	 * @return whether {@link #background(Manifest)} gives something to do
	 */
	public static boolean isDue(Manifest manifest) {
		if (isTailDue(manifest)) {
			return true;
		}
		for (Fragment fragment : manifest.fragments()) {
			if (isWorn(fragment)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isTailDue(Manifest manifest) {
		int logFragments = 0;
		int logRows = 0;
		int small = 0;
		for (Fragment fragment : manifest.fragments()) {
			if (fragment.isInLog()) {
				logFragments++;
				logRows += fragment.rowCount();
			}
			else if (isSmall(fragment)) {
				small++;
			}
		}
		return logFragments > MAX_LOG_FRAGMENTS || logRows > MAX_LOG_ROWS || small > MAX_SMALL_FRAGMENTS;
	}

	/**
	 * Chooses what to do in the background: what is due.
	 * @param manifest a version of the table
	 * @return groups of neighbouring fragments, each to become one
	 */
	public static List<List<Fragment>> background(Manifest manifest) {
		List<List<Fragment>> groups = new ArrayList<>();
		List<Fragment> tail = List.of();
		if (isTailDue(manifest)) {
			tail = tail(manifest.fragments());
			groups.add(tail);
		}
		for (Fragment fragment : manifest.fragments()) {
			if (isWorn(fragment) && !tail.contains(fragment)) {
				groups.add(List.of(fragment));
			}
		}
		return groups;
	}

	/**
	 * Chooses what to do when somebody asks for it: everything that makes fewer or
	 * smaller files.
	 * @param manifest a version of the table
	 * @return groups of neighbouring fragments, each to become one
	 */
	public static List<List<Fragment>> full(Manifest manifest) {
		List<List<Fragment>> groups = new ArrayList<>();
		List<Fragment> group = new ArrayList<>();
		long rows = 0;
		for (Fragment fragment : manifest.fragments()) {
			if (!group.isEmpty() && rows + fragment.liveCount() > MAX_FRAGMENT_ROWS) {
				addIfUseful(group, groups);
				group = new ArrayList<>();
				rows = 0;
			}
			group.add(fragment);
			rows += fragment.liveCount();
		}
		addIfUseful(group, groups);
		return groups;
	}

	private static void addIfUseful(List<Fragment> group, List<List<Fragment>> groups) {
		boolean useful = group.size() > 1 || group.stream()
			.anyMatch((only) -> only.isInLog() || only.files().size() > 1 || lacks(only, DELETED_SHARE));
		if (useful) {
			groups.add(group);
		}
	}

	private static boolean isSmall(Fragment fragment) {
		return fragment.rowCount() < MAX_FRAGMENT_ROWS / 2;
	}

	private static boolean isWorn(Fragment fragment) {
		return !fragment.isInLog() && fragment.rowCount() - fragment.liveCount() >= MIN_WORN
				&& lacks(fragment, WORN_SHARE);
	}

	private static boolean lacks(Fragment fragment, int share) {
		int deleted = fragment.rowCount() - fragment.liveCount();
		return deleted > 0 && (long) deleted * share >= fragment.rowCount();
	}

	private static List<Fragment> tail(List<Fragment> fragments) {
		int from = fragments.size() - 1;
		long rows = fragments.get(from).rowCount();
		boolean inLog = hasLogRowsBefore(fragments, from);
		while (from > 0 && (inLog || fragments.get(from - 1).rowCount() <= rows)
				&& rows + fragments.get(from - 1).rowCount() <= MAX_FRAGMENT_ROWS) {
			from--;
			rows += fragments.get(from).rowCount();
			inLog = hasLogRowsBefore(fragments, from);
		}
		return fragments.subList(from, fragments.size());
	}

	private static boolean hasLogRowsBefore(List<Fragment> fragments, int end) {
		return fragments.subList(0, end).stream().anyMatch(Fragment::isInLog);
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
		for (Rewriting rewriting : this.rewritings) {
			Change.NewRows rows = rewriting.on(latest);
			if (rows != null) {
				added.add(rows);
			}
		}
		return Change.NONE.adding(added).removing(sources().map(Fragment::id).toList());
	}

	/**
	 * Returns the fragments that are written anew.
	 * @return the fragments
	 */
	public Stream<Fragment> sources() {
		return this.rewritings.stream().flatMap((rewriting) -> rewriting.sources().stream());
	}

	/**
	 * Returns the data files that were written.
	 * @return the files
	 */
	public List<DataFile> files() {
		List<DataFile> files = new ArrayList<>();
		for (Rewriting rewriting : this.rewritings) {
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
		for (DataFile file : files()) {
			file.delete(storage);
		}
	}

}
