package io.fletch.store.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.version.Operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LogDamageTests {

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null)));

	@TempDir
	private Path folder;

	private Storage storage;

	private Path log;

	@BeforeEach
	void writeThreeVersions() throws IOException {
		this.storage = new LocalStorage(this.folder);
		Committer.create(this.storage, SCHEMA, Clock.systemUTC());
		this.log = this.folder.resolve(TableFiles.log(1));
		add(1);
		add(2);
	}

	@Test
	void passesOverAFrameThatIsCutShortAtTheEnd() throws IOException {
		byte[] whole = Files.readAllBytes(this.log);
		long versionTwo = sizeOfVersionTwo();
		for (int length = (int) versionTwo; length < whole.length; length++) {
			Files.write(this.log, Arrays.copyOf(whole, length));
			assertThat(latest().version()).isEqualTo(2);
		}
	}

	@Test
	void writesOnAfterACutTail() throws IOException {
		byte[] whole = Files.readAllBytes(this.log);
		Files.write(this.log, Arrays.copyOf(whole, whole.length - 5));
		add(7);
		assertThat(latest().rowCount()).isEqualTo(2);
	}

	@Test
	void reportsEveryFlippedByteThatAGoodFrameFollows() throws IOException {
		byte[] whole = Files.readAllBytes(this.log);
		long versionTwo = sizeOfVersionTwo();
		for (int i = 0; i < versionTwo; i++) {
			if (i >= 28 && i < LogSegment.HEADER_LENGTH) {
				// The last bytes of the header are padding.
				continue;
			}
			byte[] damaged = whole.clone();
			damaged[i] ^= 0x40;
			Files.write(this.log, damaged);
			assertThatExceptionOfType(CorruptTableException.class).as("byte " + i)
				.isThrownBy(this::latest)
				.withMessageContaining("is damaged");
		}
	}

	@Test
	void refusesAFormatThatItDoesNotKnow() throws IOException {
		byte[] header = Arrays.copyOf(Files.readAllBytes(this.log), LogSegment.HEADER_LENGTH);
		header[8] = 3;
		CRC32C checksum = new CRC32C();
		checksum.update(header, 0, 40);
		for (int i = 0; i < 4; i++) {
			header[40 + i] = (byte) (checksum.getValue() >> (8 * i));
		}
		Files.write(this.log, header);
		assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(this::latest)
			.withMessageContaining("has the format 3");
	}

	@Test
	void replaysTheLogBehindAnOlderManifestIfTheNewestIsDamaged() throws IOException {
		try (Committer committer = Committer.open(this.storage, Clock.systemUTC())) {
			committer.checkpointBeyond(0);
		}
		add(3);
		try (Committer committer = Committer.open(this.storage, Clock.systemUTC())) {
			committer.checkpointBeyond(0);
		}
		Path manifest = this.folder.resolve(TableFiles.manifest(4));
		byte[] bytes = Files.readAllBytes(manifest);
		bytes[bytes.length - 1] ^= 1;
		Files.write(manifest, bytes);
		assertThat(latest().rowCount()).isEqualTo(3);
		assertThat(latest().version()).isEqualTo(4);
	}

	@Test
	void neverGivesTheTimeOfAnEarlierVersion() throws IOException {
		Clock before = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
		Instant timestamp = latest().info().timestamp();
		try (Committer committer = Committer.open(this.storage, before)) {
			assertThat(committer.commit(new AddOne(9)).info().timestamp()).isEqualTo(timestamp);
		}
	}

	private long sizeOfVersionTwo() throws IOException {
		return (Files.size(this.log) - frameOfCreation()) / 2 + frameOfCreation();
	}

	private long frameOfCreation() throws IOException {
		try (LogSegment segment = LogSegment.open(this.storage, 1)) {
			List<LogRecord> records = segment.readNew(0);
			long frames = records.subList(1, records.size())
				.stream()
				.mapToLong((logRecord) -> LogSegment.FRAME_HEADER_LENGTH + Integer.BYTES + logRecord.encode().length)
				.sum();
			return segment.byteSize() - frames;
		}
	}

	private void add(long id) throws IOException {
		try (Committer committer = Committer.open(this.storage, Clock.systemUTC())) {
			committer.commit(new AddOne(id));
		}
	}

	private Manifest latest() throws IOException {
		try (Committer committer = Committer.open(this.storage, Clock.systemUTC())) {
			return committer.latest();
		}
	}

	private record AddOne(long id) implements Transaction {

		@Override
		public Operation operation() {
			return Operation.APPEND;
		}

		@Override
		public Change apply(Manifest latest) {
			return Change.NONE.adding(List.of(Change.NewRows
				.inLog(new BatchEncoder(SCHEMA).encode(List.<Object[]>of(new Object[] { this.id })))));
		}

	}

}
