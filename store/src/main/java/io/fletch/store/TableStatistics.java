package io.fletch.store;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.blob.BlobFile;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;

/**
 * How large a version of a table is.
 *
 * @param rows the number of rows
 * @param deletedRows the number of rows that are deleted and still take space
 * @param bytes the length of the data files, and of the files of blobs beside them
 * @param fragments how many fragments hold the rows, and how long they are
 * @param logRows how many of the rows lie in the log
 */
public record TableStatistics(long rows, long deletedRows, long bytes, Fragments fragments, long logRows) {

	static TableStatistics of(Manifest manifest) {
		List<Fragment> all = manifest.fragments();
		long positions = all.stream().mapToLong(Fragment::rowCount).sum();
		long logRows = all.stream().filter(Fragment::isInLog).mapToLong(Fragment::liveCount).sum();
		return new TableStatistics(manifest.rowCount(), positions - manifest.rowCount(), bytes(all), Fragments.of(all),
				logRows);
	}

	private static long bytes(List<Fragment> fragments) {
		List<DataFile> files = fragments.stream().flatMap((fragment) -> fragment.files().stream()).toList();
		// Fragments that were joined refer to the files of blobs that they had before.
		Set<BlobFile> blobs = files.stream()
			.flatMap((file) -> file.blobFiles().stream())
			.collect(Collectors.toUnmodifiableSet());
		return files.stream().mapToLong(DataFile::byteSize).sum() + blobs.stream().mapToLong(BlobFile::byteSize).sum();
	}

	/**
	 * The numbers of rows of fragments.
	 *
	 * @param count how many fragments there are
	 * @param small how many of them have fewer than 131,072 rows
	 * @param min the fewest rows of one
	 * @param mean the mean number of rows
	 * @param p25 the number that 25 of 100 do not exceed
	 * @param median the number that half of them do not exceed
	 * @param p75 the number that 75 of 100 do not exceed
	 * @param p99 the number that 99 of 100 do not exceed
	 * @param max the most rows of one
	 */
	public record Fragments(int count, int small, long min, double mean, long p25, long median, long p75, long p99,
			long max) {

		private static final int SMALL = 131_072;

		static Fragments of(List<Fragment> fragments) {
			long[] lengths = fragments.stream().mapToLong(Fragment::liveCount).sorted().toArray();
			if (lengths.length == 0) {
				return new Fragments(0, 0, 0, 0, 0, 0, 0, 0, 0);
			}
			double mean = Arrays.stream(lengths).average().orElse(0);
			int small = (int) Arrays.stream(lengths).filter((length) -> length < SMALL).count();
			return new Fragments(lengths.length, small, lengths[0], mean, percentile(lengths, 25),
					percentile(lengths, 50), percentile(lengths, 75), percentile(lengths, 99),
					lengths[lengths.length - 1]);
		}

		private static long percentile(long[] sorted, int percent) {
			return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
		}

	}

}
