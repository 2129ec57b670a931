package io.fletch.store.table;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.FaultyStorage;
import io.fletch.store.version.Operation;
import io.fletch.store.version.TableVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The log of one process cannot be synced when another has read what it wrote.
 */
class FailedSyncTests {

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("text", FieldType.notNullable(new ArrowType.Utf8()), null)));

	private final FaultyStorage storage = new FaultyStorage(new Random(1));

	private Committer writer;

	private Committer reader;

	@BeforeEach
	void openTwice() throws IOException {
		Committer.create(this.storage, SCHEMA, Clock.systemUTC());
		this.writer = Committer.open(this.storage, Clock.systemUTC());
		this.reader = Committer.open(this.storage, Clock.systemUTC());
		this.writer.commit(new AddOne("first"));
	}

	@AfterEach
	void close() throws IOException {
		this.writer.close();
		this.reader.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "another", "something that takes very much more room in the log than it did before" })
	void aReaderGivesUpAVersionThatWasCutAgain(String next) throws IOException {
		failWhileTheOtherReads();
		assertThat(texts(this.reader.latest())).containsExactly("first");
		this.writer.commit(new AddOne(next));
		assertThat(texts(this.reader.latest())).containsExactly("first", next);
		this.reader.commit(new AddOne("last"));
		assertThat(texts(reopened())).containsExactly("first", next, "last");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "another", "something that takes very much more room in the log than it did before" })
	void aReaderThatLooksLateGivesItUpToo(String next) throws IOException {
		failWhileTheOtherReads();
		this.writer.commit(new AddOne(next));
		this.writer.checkpointBeyond(0);
		this.writer.commit(new AddOne("third"));
		assertThat(texts(this.reader.latest())).containsExactly("first", next, "third");
	}

	@Test
	void aWriterThatReadItWritesOnBehindWhatIsDurable() throws IOException {
		failWhileTheOtherReads();
		this.reader.commit(new AddOne("other"));
		assertThat(texts(this.writer.latest())).containsExactly("first", "other");
		assertThat(texts(reopened())).containsExactly("first", "other");
	}

	@Test
	void listenersHearOfTheVersionThatCameInItsPlace() throws IOException {
		List<Long> versions = new ArrayList<>();
		this.reader.latest();
		this.reader.observe((info) -> versions.add(info.version()));
		failWhileTheOtherReads();
		this.writer.commit(new AddOne("another"));
		this.reader.latest();
		assertThat(versions).containsExactly(3L, 3L);
	}

	@Test
	void anErrorDuringTheWriteLeavesTheOutcomeUnknown() throws IOException {
		for (Throwable failure : List.of(new OutOfMemoryError("injected"), new IllegalStateException("injected"))) {
			Committer broken = Committer.open(this.storage, Clock.systemUTC());
			this.storage.beforeSync(() -> FailedSyncTests.<RuntimeException>sneak(failure));
			assertThatExceptionOfType(CommitUnknownException.class).isThrownBy(() -> broken.commit(new AddOne("lost")))
				.withMessageContaining("outcome is unknown")
				.withCause(failure);
			assertThatThrownBy(() -> broken.commit(new AddOne("refused"))).isInstanceOf(StoreException.class)
				.hasMessageContaining("open it anew");
			broken.close();
		}
		this.writer.commit(new AddOne("last"));
		assertThat(texts(reopened())).containsExactly("first", "lost", "lost", "last");
	}

	@Test
	void aFailedReadOfTheLogIsNoDamage() throws IOException {
		this.writer.commit(new AddOne("second"));
		this.writer.commit(new AddOne("third"));
		int failures = 0;
		for (int call = 1; failures < call; call++) {
			Committer late = Committer.open(this.storage, Clock.systemUTC());
			this.writer.commit(new AddOne("one"));
			this.writer.commit(new AddOne("two"));
			this.storage.failOnceAt(call);
			try {
				late.latest();
				this.storage.failNever();
				assertThat(failures).isGreaterThan(3);
				return;
			}
			catch (IOException ex) {
				failures++;
			}
			assertThat(late.latest().version()).isEqualTo(this.writer.latest().version());
			late.close();
		}
	}

	private void failWhileTheOtherReads() {
		this.storage.beforeSync(() -> {
			assertThat(texts(this.reader.latest())).containsExactly("first", "phantom");
			throw new IOException("injected");
		});
		assertThatIOException().isThrownBy(() -> this.writer.commit(new AddOne("phantom")))
			.withMessageContaining("injected");
	}

	private Manifest reopened() throws IOException {
		try (Committer opened = Committer.open(this.storage, Clock.systemUTC())) {
			return opened.latest();
		}
	}

	private List<Object> texts(Manifest manifest) throws IOException {
		List<Object> texts = new ArrayList<>();
		for (Fragment fragment : manifest.fragments()) {
			for (RowBatch batch : fragment.batches(this.storage, manifest.schema())) {
				texts.add(batch.row(0)[0]);
			}
		}
		return texts;
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

	@Test
	void whoKeepsWhatTheLogToldHearsThatAVersionWasCutAgain() throws IOException {
		Skips skips = new Skips(this.reader);
		this.reader.latest();
		this.reader.observe(skips);
		failWhileTheOtherReads();
		this.reader.latest();
		assertThat(skips.skipped).containsExactly(3L);
	}

	@Test
	void whoKeepsWhatTheLogToldHearsOfAVersionBeforeItCanBeRead() throws IOException {
		Skips skips = new Skips(this.writer);
		this.writer.observe(skips);
		this.writer.commit(new AddOne("second"));
		assertThat(skips.knownWhenExpected).containsExactly(2L);
	}

	private record AddOne(String text) implements Transaction {

		@Override
		public Operation operation() {
			return Operation.APPEND;
		}

		@Override
		public Change apply(Manifest latest) {
			return Change.NONE.adding(List.of(Change.NewRows
				.inLog(new BatchEncoder(latest.schema()).encode(List.<Object[]>of(new Object[] { this.text })))));
		}

	}

	/**
	 * Notes what is told before a version can be read.
	 */
	private static final class Skips implements VersionObserver {

		private final Committer committer;

		private final List<Long> skipped = new ArrayList<>();

		private final List<Long> knownWhenExpected = new ArrayList<>();

		Skips(Committer committer) {
			this.committer = committer;
		}

		@Override
		public void expect(TableVersion version) {
			this.knownWhenExpected.add(this.committer.known().version());
		}

		@Override
		public void observe(TableVersion version) {
			assertThat(this.committer.known().version()).isEqualTo(version.version());
		}

		@Override
		public void skipTo(long version) {
			this.skipped.add(version);
		}

	}

}
