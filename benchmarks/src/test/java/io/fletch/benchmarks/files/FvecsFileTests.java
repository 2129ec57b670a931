package io.fletch.benchmarks.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FvecsFileTests {

	@TempDir
	private Path folder;

	@Test
	void readsVectors() throws IOException {
		Path file = write(little(24).putInt(2).putFloat(1.5F).putFloat(-2).putInt(2).putFloat(0).putFloat(7));
		assertThat(FvecsFile.vectors(file)).containsExactly(new float[] { 1.5F, -2 }, new float[] { 0, 7 });
	}

	@Test
	void readsWhatItWrote() throws IOException {
		Path file = this.folder.resolve("truth.ivecs");
		FvecsFile.writeNumbers(file, List.of(new int[] { 3, 1 }, new int[] { 4, 7 }));
		assertThat(FvecsFile.numbers(file)).containsExactly(new int[] { 3, 1 }, new int[] { 4, 7 });
	}

	@Test
	void readsBeyondTwoGibibytes() throws IOException {
		int dimensions = 1 << 20;
		int count = 513;
		long length = Integer.BYTES + (long) dimensions * Float.BYTES;
		Path file = this.folder.resolve("large.fvecs");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
				StandardOpenOption.SPARSE)) {
			for (int i = 0; i < count; i++) {
				channel.write(little(4).putInt(dimensions).flip(), i * length);
			}
			channel.write(little(4).putFloat(2.5F).flip(), count * length - Float.BYTES);
		}
		try (Arena arena = Arena.ofConfined()) {
			FvecsFile large = FvecsFile.open(file, arena);
			assertThat(large.count()).isEqualTo(count);
			assertThat(large.vector(count - 1)).hasSize(dimensions).endsWith(0, 2.5F);
		}
	}

	@Test
	void namesTheFileThatIsNotThere() {
		Path file = this.folder.resolve("absent.fvecs");
		requireRefused(file, "There is no file " + file);
	}

	@Test
	void namesThePlaceWhereTheLengthChanges() throws IOException {
		Path file = write(little(20).putInt(2).putFloat(1).putFloat(2).putInt(1).putFloat(3));
		requireRefused(file, "The file " + file + " is no fvecs file, or is damaged at byte 12: vector 1 has a length "
				+ "of 1, but those before it of 2");
	}

	@Test
	void namesThePlaceWhereTheLastVectorIsCutOff() throws IOException {
		Path file = write(little(21).putInt(2).putFloat(1).putFloat(2).putInt(2).putFloat(3));
		requireRefused(file, "The file " + file + " is no fvecs file, or is damaged at byte 12: vector 1 needs 12 "
				+ "bytes, but 9 are left");
	}

	@Test
	void namesAnImpossibleLength() throws IOException {
		Path file = write(little(8).putInt(-1).putFloat(1));
		requireRefused(file, "The file " + file + " is no fvecs file, or is damaged at byte 0: vector 0 has a length "
				+ "of -1, which is less than 1");
	}

	@Test
	void refusesAnEmptyFile() throws IOException {
		Path file = write(little(0));
		requireRefused(file, "The file " + file + " is no fvecs file, or is damaged at byte 0: it has 0 bytes, too few "
				+ "for a vector");
	}

	private static void requireRefused(Path file, String message) {
		assertThatExceptionOfType(UnusableFileException.class).isThrownBy(() -> FvecsFile.vectors(file))
			.withMessage(message);
	}

	private static ByteBuffer little(int length) {
		return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
	}

	private Path write(ByteBuffer bytes) throws IOException {
		return Files.write(this.folder.resolve("file"), bytes.array());
	}

}
