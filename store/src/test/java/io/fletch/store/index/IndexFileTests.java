package io.fletch.store.index;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

import org.junit.jupiter.api.Test;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IndexFileTests {

	private final Storage storage = new MemoryStorage(new FileCache(0));

	private IndexFileWriter.Written write(String path, int... bytes) throws IOException {
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, path)) {
			for (int value : bytes) {
				writer.write(MemorySegment.ofArray(new byte[] { (byte) value }));
				writer.endSection();
			}
			return writer.finish();
		}
	}

	@Test
	void isTheFileThatItsTableKnows() throws IOException {
		IndexFileWriter.Written known = write("a", 1, 2);
		assertThat(IndexFile.open(this.storage, "a", known).sectionCount()).isEqualTo(2);
	}

	@Test
	void isNotReadToTheEndByAThreadThatIsInterrupted() throws IOException {
		IndexFileWriter.Written known = write("a", 1, 2);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> IndexFile.open(this.storage, "a", known))
			.withMessageContaining("interrupt");
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> IndexFile.open(this.storage, "a"));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void isNotTakenForAnotherOfTheSameLength() throws IOException {
		IndexFileWriter.Written known = write("a", 1, 2);
		write("b", 1, 3);
		assertThatExceptionOfType(CorruptTableException.class)
			.isThrownBy(() -> IndexFile.open(this.storage, "b", known))
			.withMessage("The index file b is damaged: its checksum is not the one that the table knows; drop the "
					+ "index and create it again");
	}

	@Test
	void isNotTakenForAnotherOfAnotherLength() throws IOException {
		IndexFileWriter.Written known = write("a", 1, 2);
		write("b", 1, 2, 3);
		assertThatExceptionOfType(CorruptTableException.class)
			.isThrownBy(() -> IndexFile.open(this.storage, "b", known))
			.withMessageContaining("but the table knows it with " + known.byteSize());
	}

}
