package io.fletch.store.data;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.blob.BlobFile;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class BlobTests {

	private static final Schema SCHEMA = Fields.schema(Fields.blob("image"));

	@TempDir
	private Path folder;

	private Storage storage;

	@BeforeEach
	void open() throws IOException {
		this.storage = new LocalStorage(this.folder);
	}

	private static Blob blob(Random random, int length) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return Blob.of(bytes);
	}

	private DataFile write(String name, Blob... blobs) throws IOException {
		List<Object[]> rows = new ArrayList<>();
		for (Blob blob : blobs) {
			rows.add(new Object[] { blob });
		}
		return DataFile.write(this.storage, name, SCHEMA, rows);
	}

	private List<Object> values(DataFile file) throws IOException {
		return Shown.rows(file.read(this.storage, SCHEMA)).stream().map((row) -> row[0]).toList();
	}

	private Blob first(DataFile file) throws IOException {
		return (Blob) values(file).get(0);
	}

	@Test
	void shortOnesLieInTheirRowsAndLongOnesBeside(Random random) throws IOException {
		Blob small = blob(random, 1 << 16);
		Blob large = blob(random, (1 << 16) + 1);
		Blob larger = blob(random, 300_000);
		DataFile file = write("a.arrow", small, large, null, Blob.of(new byte[0]), larger);
		// A header, the long ones, the sums of two parts, and what says that there are
		// two.
		int length = 16 + 65_537 + 300_000 + 2 * 4 + 16;
		assertThat(file.blobFiles()).containsExactly(new BlobFile("a.blob", length));
		assertThat(Files.size(this.folder.resolve("a.blob"))).isEqualTo(length);
		assertThat(values(file)).isEqualTo(Arrays.asList(small, large, null, Blob.of(new byte[0]), larger));
		file.verify(this.storage);
	}

	@Test
	void noCompanionIsMadeForShortOnes(Random random) throws IOException {
		assertThat(write("a.arrow", blob(random, 10)).blobFiles()).isEmpty();
		assertThat(this.storage.exists("a.blob")).isFalse();
	}

	@Test
	void givesRangesAndStreams(Random random) throws IOException {
		Blob large = blob(random, 200_000);
		Blob read = first(write("a.arrow", large));
		assertThat(read.length()).isEqualTo(200_000);
		assertThat(read.read(150_000, 7)).isEqualTo(Arrays.copyOfRange(large.bytes(), 150_000, 150_007));
		try (InputStream stream = read.openStream()) {
			assertThat(stream.readAllBytes()).isEqualTo(large.bytes());
		}
	}

	@Test
	void refusesARangeThatIsNotInTheBlob() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Blob.of(new byte[10]).read(8, 3))
			.withMessage("The range of 3 bytes at 8 is not in the blob, which has 10 bytes");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> Blob.of(new byte[10]).read(Long.MAX_VALUE, 3))
			.withMessageContaining("is not in the blob");
	}

	@Test
	void aCopyRefersToTheSameCompanion(Random random) throws IOException {
		Blob large = blob(random, 100_000);
		Blob small = blob(random, 100);
		DataFile file = write("a.arrow", large, small, null);
		BitSet all = new BitSet();
		all.set(0, 3);
		DataFile copy;
		try (DataFileWriter writer = DataFileWriter.create(this.storage, "b.arrow", SCHEMA)) {
			writer.write(file.read(this.storage, SCHEMA).get(0), all);
			copy = writer.finish();
		}
		assertThat(copy.blobFiles()).isEqualTo(file.blobFiles());
		assertThat(this.storage.exists("b.blob")).isFalse();
		assertThat(values(copy)).isEqualTo(Arrays.asList(large, small, null));
	}

	@Test
	void aMissingCompanionIsNamed(Random random) throws IOException {
		DataFile file = write("a.arrow", blob(random, 100_000));
		Files.delete(this.folder.resolve("a.blob"));
		Blob read = first(file);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(read::bytes)
			.withMessage("The file of blobs a.blob is missing, though the rows that refer to it are there; "
					+ "restore it from a backup");
	}

	@Test
	void aCompanionDeletedWhileItsRowsAreReadIsStillRead(Random random) throws IOException {
		Blob blob = blob(random, 100_000);
		Blob read = first(write("a.arrow", blob));
		Files.delete(this.folder.resolve("a.blob"));
		assertThat(read.bytes()).isEqualTo(blob.bytes());
	}

	@Test
	void aWrongByteIsFoundByReadingAllAndByVerifying(Random random) throws IOException {
		DataFile file = write("a.arrow", blob(random, 100_000));
		byte[] bytes = Files.readAllBytes(this.folder.resolve("a.blob"));
		bytes[5000] ^= 1;
		Files.write(this.folder.resolve("a.blob"), bytes);
		String message = "The blob at 16 of the file a.blob is damaged: its checksum does not hold";
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> first(file).bytes())
			.withMessage(message);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> first(file).openStream().readAllBytes())
			.withMessage(message);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> file.verify(this.storage))
			.withMessage("The data file a.arrow is damaged: " + message);
	}

	@Test
	void noFlippedBitGivesAnotherRange(Random random) throws IOException {
		Blob large = blob(random, 700_000);
		DataFile file = write("a.arrow", large);
		byte[] whole = Files.readAllBytes(this.folder.resolve("a.blob"));
		int refused = 0;
		for (int round = 0; round < 200; round++) {
			byte[] bytes = whole.clone();
			bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
			Files.write(this.folder.resolve("a.blob"), bytes);
			int offset = random.nextInt(700_000);
			int length = random.nextInt(700_000 - offset);
			try {
				assertThat(first(file).read(offset, length)).isEqualTo(large.read(offset, length));
			}
			catch (StoreException ex) {
				refused++;
			}
		}
		assertThat(refused).isBetween(20, 199);
	}

	@Test
	void aRangeThatIsWholeIsReadThoughAnotherIsDamaged(Random random) throws IOException {
		Blob large = blob(random, 700_000);
		DataFile file = write("a.arrow", large);
		byte[] bytes = Files.readAllBytes(this.folder.resolve("a.blob"));
		bytes[300_000] ^= 1;
		Files.write(this.folder.resolve("a.blob"), bytes);
		assertThat(first(file).read(600_000, 50)).isEqualTo(large.read(600_000, 50));
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> first(file).read(299_000, 1))
			.withMessage("The file of blobs a.blob is damaged: the checksum of the 262144 bytes at 262144 does not "
					+ "hold; restore it from a backup");
	}

	@Test
	void aCompanionThatIsCutShortIsRefused(Random random) throws IOException {
		DataFile file = write("a.arrow", blob(random, 100_000));
		byte[] bytes = Files.readAllBytes(this.folder.resolve("a.blob"));
		Files.write(this.folder.resolve("a.blob"), Arrays.copyOf(bytes, bytes.length - 1));
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> first(file).read(0, 1))
			.withMessage("The file of blobs a.blob is damaged: it ends without checksums that hold; "
					+ "restore it from a backup");
	}

	@Test
	void rowsInTheLogHoldTheirBlobsAndMoveThemOutWhenCopied(Random random) throws IOException {
		Blob large = blob(random, 100_000);
		BatchEncoder encoder = new BatchEncoder(SCHEMA);
		List<Object[]> rows = List.<Object[]>of(new Object[] { large }, new Object[] { blob(random, 10) });
		assertThat(encoder.hasOnlyShortBlobs(rows)).isFalse();
		assertThat(encoder.hasOnlyShortBlobs(rows.subList(1, 2))).isTrue();
		RowBatch batch = RowBatch.decode(SCHEMA, MemorySegment.ofArray(encoder.encode(rows).toByteArray()));
		assertThat(batch.row(0)).containsExactly(large);
		DataFile file;
		try (DataFileWriter writer = DataFileWriter.create(this.storage, "a.arrow", SCHEMA)) {
			writer.write(batch, BitSet.valueOf(new long[] { 3 }));
			file = writer.finish();
		}
		assertThat(file.blobFiles()).containsExactly(new BlobFile("a.blob", 16 + 100_000 + 4 + 16));
		assertThat(first(file)).isEqualTo(large);
	}

	@Test
	void leavesNothingWhereTheRowsWereNotWritten(Random random) throws IOException {
		try (DataFileWriter writer = DataFileWriter.create(this.storage, "a.arrow", SCHEMA)) {
			writer.write(List.<Object[]>of(new Object[] { blob(random, 100_000) }));
		}
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files).isEmpty();
		}
	}

	@Test
	void liesInListsAndStructsToo(Random random) throws IOException {
		Schema nested = Fields.schema(Fields.nullable("images", new ArrowType.List(), Fields.nullable("item",
				new ArrowType.Struct(), Fields.blob("data"), Fields.nullable("name", Fields.UTF8))));
		Blob large = blob(random, 100_000);
		List<Object[]> rows = new ArrayList<>();
		rows.add(new Object[] { List.of(Map.of("data", large, "name", "x")) });
		new RowChecker(nested).check(rows);
		DataFile file = DataFile.write(this.storage, "a.arrow", nested, rows);
		assertThat(Shown.rows(file.read(this.storage, nested)).get(0)).isEqualTo(rows.get(0));
		file.verify(this.storage);
	}

	@Test
	void areEqualByTheirBytes(Random random) throws IOException {
		Blob large = blob(random, 100_000);
		Blob read = first(write("a.arrow", large));
		assertThat(read).isEqualTo(large).hasSameHashCodeAs(large).isNotEqualTo(blob(random, 100_000));
	}

}
