package io.fletch.store;

import java.util.Arrays;
import java.util.List;

import io.fletch.store.data.DataFile;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;

/**
 * How large a version of a table is.
 *
 * @param rows the number of rows
 * @param deletedRows the number of rows that are deleted and still take space
 * @param bytes the length of the data files
 * @param fragments how many fragments hold the rows, and how long they are
 * @param logRows how many of the rows lie in the log
 */
public record TableStatistics(long rows, long deletedRows, long bytes, Fragments fragments, long logRows) {

	static TableStatistics of(Manifest manifest) {
		List<Fragment> all = manifest.fragments();
		long positions = all.stream().mapToLong(Fragment::rowCount).sum();
		long bytes = all.stream().flatMap((fragment) -> fragment.files().stream()).mapToLong(DataFile::byteSize).sum();
		long logRows = all.stream().filter(Fragment::isInLog).mapToLong(Fragment::liveCount).sum();
		return new TableStatistics(manifest.rowCount(), positions - manifest.rowCount(), bytes, Fragments.of(all),
				logRows);
	}

	/**
	 * The numbers of rows of fragments.
	 *
	 * @param count how many fragments there are
	 * @param min the fewest rows of one
	 * @param mean the mean number of rows
	 * @param median the number that half of them do not exceed
	 * @param p99 the number that 99 of 100 do not exceed
	 * @param max the most rows of one
	 */
	public record Fragments(int count, long min, double mean, long median, long p99, long max) {

		static Fragments of(List<Fragment> fragments) {
			long[] lengths = fragments.stream().mapToLong(Fragment::liveCount).sorted().toArray();
			if (lengths.length == 0) {
				return new Fragments(0, 0, 0, 0, 0, 0);
			}
			double mean = Arrays.stream(lengths).average().orElse(0);
			return new Fragments(lengths.length, lengths[0], mean, percentile(lengths, 50), percentile(lengths, 99),
					lengths[lengths.length - 1]);
		}

		private static long percentile(long[] sorted, int percent) {
			return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
		}

	}

}
