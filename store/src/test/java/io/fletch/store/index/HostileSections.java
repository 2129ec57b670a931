package io.fletch.store.index;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

import io.fletch.store.io.Storage;

/**
 * Writes index files anew with another number in one place, and checksums that are right.
 *
 * @param storage where the files are
 * @param good the file to begin with
 */
public record HostileSections(Storage storage, IndexFile good) {

	/** The path of what was written last. */
	public static final String PATH = "hostile";

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	/**
	 * Opens the file with hostile numbers in every place of a section in turn.
	 */
	public void inEveryPlaceOf(int section, Random random, Attempt attempt) throws IOException {
		for (long at = 0; at + Integer.BYTES <= this.good.section(section).byteSize(); at += Integer.BYTES) {
			for (int value : values(this.good.section(section).get(INT, at), random)) {
				attempt.run(with(section, at, value));
			}
		}
	}

	/**
	 * Opens the file with hostile numbers in some places of all sections.
	 */
	public void inSomePlaces(int count, Random random, Attempt attempt) throws IOException {
		for (int i = 0; i < count; i++) {
			int section = random.nextInt(this.good.sectionCount());
			long numbers = this.good.section(section).byteSize() / Integer.BYTES;
			if (numbers > 0) {
				long at = random.nextLong(numbers) * Integer.BYTES;
				List<Integer> values = values(this.good.section(section).get(INT, at), random);
				attempt.run(with(section, at, values.get(random.nextInt(values.size()))));
			}
		}
	}

	private static List<Integer> values(int value, Random random) {
		return List.of(-1, 0, 1, 2, 3, 7, 127, 1 << 16, (1 << 16) + 1, 1 << 24, 1 << 28, 1 << 29, 1 << 30,
				Integer.MAX_VALUE - 8, Integer.MAX_VALUE - 1, Integer.MAX_VALUE, Integer.MIN_VALUE,
				Integer.MIN_VALUE + 1, value + 1, value - 1, value * 2, value / 2, -value, Integer.reverseBytes(value),
				random.nextInt(), random.nextInt(1000));
	}

	private IndexFile with(int section, long at, int value) throws IOException {
		this.storage.delete(PATH);
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, PATH)) {
			for (int i = 0; i < this.good.sectionCount(); i++) {
				MemorySegment bytes = MemorySegment.ofArray(this.good.section(i).toArray(ValueLayout.JAVA_BYTE));
				if (i == section) {
					bytes.set(INT, at, value);
				}
				writer.write(bytes);
				writer.endSection();
			}
			writer.finish();
		}
		return IndexFile.open(this.storage, PATH);
	}

	/**
	 * Reads a file.
	 */
	@FunctionalInterface
	public interface Attempt {

		void run(IndexFile file) throws IOException;

	}

}
