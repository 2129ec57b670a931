package io.fletch.store.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses which fragments a compaction joins. In the background a fragment is joined with
 * those before it that are no larger than what follows them: the number of fragments
 * grows with the logarithm of the number of rows, and a row is written anew a logarithmic
 * number of times. Whatever is chosen, there are fewer fragments, fewer rows in the log
 * or fewer deleted rows than before, so that it comes to an end.
 */
public final class CompactionPlan {

	/** The largest number of rows of a fragment that a compaction makes. */
	public static final int MAX_FRAGMENT_ROWS = 1 << 20;

	private static final int MAX_LOG_FRAGMENTS = 128;

	private static final int MAX_LOG_ROWS = 8192;

	private static final int MAX_SMALL_FRAGMENTS = 64;

	/** How many small fragments are joined where the last ones cannot be. */
	private static final int MAX_RUN = 16;

	/** How many times as many rows as come from the log may be written anew with them. */
	private static final int MAX_GROWTH = 8;

	/** In the background, a fragment of which one row in so many is deleted is worn. */
	private static final int WORN_SHARE = 3;

	private static final int MIN_WORN = 1024;

	/** When asked, a fragment of which one row in so many is deleted is written anew. */
	private static final int DELETED_SHARE = 10;

	private CompactionPlan() {
	}

	/**
	 * Tells whether a compaction is due.
	 * @param manifest a version of the table
	 * @return whether {@link #background(Manifest)} gives something to do
	 */
	public static boolean isDue(Manifest manifest) {
		if (isLogDue(manifest.fragments()) || isJoiningDue(manifest.fragments())) {
			return true;
		}
		for (Fragment fragment : manifest.fragments()) {
			if (isWorn(fragment)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isLogDue(List<Fragment> fragments) {
		int logFragments = 0;
		int logRows = 0;
		for (Fragment fragment : fragments) {
			if (fragment.isInLog()) {
				logFragments++;
				logRows += fragment.rowCount();
			}
		}
		return logFragments > MAX_LOG_FRAGMENTS || logRows > MAX_LOG_ROWS;
	}

	/**
	 * Tells whether there are many small fragments that a neighbour could join; one
	 * between two large ones could not.
	 */
	private static boolean isJoiningDue(List<Fragment> fragments) {
		int joinable = 0;
		for (int i = 1; i < fragments.size(); i++) {
			joinable += isPair(fragments, i) ? 1 : 0;
		}
		return joinable >= MAX_SMALL_FRAGMENTS;
	}

	/**
	 * Chooses what to do in the background: what is due.
	 * @param manifest a version of the table
	 * @return groups of neighbouring fragments, each to become one
	 */
	public static List<List<Fragment>> background(Manifest manifest) {
		List<Fragment> fragments = manifest.fragments();
		List<List<Fragment>> groups = new ArrayList<>();
		if (isLogDue(fragments)) {
			groups.addAll(logGroups(fragments));
		}
		else if (isJoiningDue(fragments)) {
			List<Fragment> tail = endingAt(fragments, fragments.size() - 1);
			groups.add((tail.size() > 1) ? tail : smallestRun(fragments));
		}
		Set<Fragment> chosen = new HashSet<>();
		groups.forEach(chosen::addAll);
		for (Fragment fragment : fragments) {
			if (isWorn(fragment) && !chosen.contains(fragment)) {
				groups.add(List.of(fragment));
			}
		}
		return groups;
	}

	/**
	 * Chooses groups that hold all rows of the log, the last of them with what is no
	 * larger before it.
	 */
	private static List<List<Fragment>> logGroups(List<Fragment> fragments) {
		List<List<Fragment>> groups = new ArrayList<>();
		int end = fragments.size() - 1;
		while (end >= 0) {
			if (fragments.get(end).isInLog() || isWorthJoining(fragments, end)) {
				List<Fragment> group = endingAt(fragments, end);
				groups.add(group);
				end -= group.size();
			}
			else {
				end--;
			}
		}
		return groups;
	}

	/**
	 * Tells whether a file is written anew for the sake of the rows in the log before it:
	 * not if it is much larger.
	 */
	private static boolean isWorthJoining(List<Fragment> fragments, int index) {
		long rows = 0;
		for (int i = index - 1; i >= 0 && fragments.get(i).isInLog(); i--) {
			rows += fragments.get(i).rowCount();
		}
		return rows > 0 && fragments.get(index).rowCount() <= MAX_GROWTH * rows
				&& rows + fragments.get(index).rowCount() <= MAX_FRAGMENT_ROWS;
	}

	/**
	 * Chooses a fragment and those before it that are no larger than what follows them,
	 * or lie in the log.
	 */
	private static List<Fragment> endingAt(List<Fragment> fragments, int end) {
		int from = end;
		long rows = fragments.get(end).rowCount();
		while (from > 0 && (fragments.get(from - 1).isInLog() || fragments.get(from - 1).rowCount() <= rows)
				&& rows + fragments.get(from - 1).rowCount() <= MAX_FRAGMENT_ROWS) {
			from--;
			rows += fragments.get(from).rowCount();
		}
		return fragments.subList(from, end + 1);
	}

	/**
	 * Chooses the neighbours among the small fragments that have the fewest rows.
	 */
	private static List<Fragment> smallestRun(List<Fragment> fragments) {
		List<Fragment> smallest = List.of();
		long fewest = Long.MAX_VALUE;
		for (int i = 1; i < fragments.size(); i++) {
			long rows = (long) fragments.get(i - 1).rowCount() + fragments.get(i).rowCount();
			if (isPair(fragments, i) && rows < fewest) {
				fewest = rows;
				smallest = fragments.subList(i - 1, i + 1);
			}
		}
		int end = fragments.indexOf(smallest.getLast());
		while (end + 1 < fragments.size() && isPair(fragments, end + 1) && smallest.size() < MAX_RUN
				&& fewest + fragments.get(end + 1).rowCount() <= MAX_FRAGMENT_ROWS) {
			end++;
			fewest += fragments.get(end).rowCount();
			smallest = fragments.subList(end - smallest.size(), end + 1);
		}
		return smallest;
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

	/**
	 * Tells whether a fragment and the one before it are small files.
	 */
	private static boolean isPair(List<Fragment> fragments, int index) {
		return isSmall(fragments.get(index)) && isSmall(fragments.get(index - 1));
	}

	private static boolean isSmall(Fragment fragment) {
		return !fragment.isInLog() && fragment.rowCount() < MAX_FRAGMENT_ROWS / 2;
	}

	private static boolean isWorn(Fragment fragment) {
		return !fragment.isInLog() && fragment.rowCount() - fragment.liveCount() >= MIN_WORN
				&& lacks(fragment, WORN_SHARE);
	}

	private static boolean lacks(Fragment fragment, int share) {
		int deleted = fragment.rowCount() - fragment.liveCount();
		return deleted > 0 && (long) deleted * share >= fragment.rowCount();
	}

}
