package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What every storage keeps to.
 */
abstract class StorageContract {

	private Storage storage;

	/**
	 * Makes an empty storage.
	 */
	abstract Storage newStorage() throws IOException;

	@BeforeEach
	void makeStorage() throws IOException {
		this.storage = newStorage();
	}

	@Test
	void writesAFileFromItsParts() throws IOException {
		this.storage.write("file", List.of(bytes("one "), bytes(""), bytes("two")));
		assertThat(read("file")).isEqualTo("one two");
		assertThat(this.storage.exists("file")).isTrue();
	}

	@Test
	void mapsAFileReadOnly() throws IOException {
		this.storage.write("file", List.of(bytes("text")));
		assertThat(this.storage.map("file").isReadOnly()).isTrue();
	}

	@Test
	void mapsAnEmptyFile() throws IOException {
		this.storage.write("file", List.of());
		assertThat(this.storage.map("file").byteSize()).isZero();
	}

	@Test
	void refusesToWriteOverAFile() throws IOException {
		this.storage.write("file", List.of(bytes("old")));
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> this.storage.write("file", List.of(bytes("new"))))
			.withMessageContaining("file: exists already");
		assertThat(read("file")).isEqualTo("old");
	}

	@Test
	void refusesToWriteIntoAFolderThatIsNotThere() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> this.storage.write("folder/file", List.of(bytes("text"))))
			.withMessageContaining("there is no such f");
	}

	@Test
	void streamsAFileThatIsThereOnlyWhenFinished() throws IOException {
		try (Storage.FileWriter writer = this.storage.create("file")) {
			for (int i = 0; i < 1000; i++) {
				writer.write(bytes("part " + i + "\n"));
			}
			assertThat(this.storage.exists("file")).isFalse();
			writer.finish();
		}
		assertThat(read("file")).startsWith("part 0\npart 1\n").endsWith("part 999\n");
		assertThat(this.storage.list("")).containsExactly("file");
	}

	@Test
	void anAbortedWriterLeavesNothing() throws IOException {
		try (Storage.FileWriter writer = this.storage.create("file")) {
			writer.write(bytes("text"));
		}
		assertThat(this.storage.list("")).isEmpty();
	}

	@Test
	void aWriterTakesWhatItIsGivenAtThatTime() throws IOException {
		byte[] buffer = "one ".getBytes(StandardCharsets.UTF_8);
		try (Storage.FileWriter writer = this.storage.create("file")) {
			writer.write(MemorySegment.ofArray(buffer));
			buffer[0] = 'X';
			writer.write(MemorySegment.ofArray(buffer));
			writer.finish();
		}
		assertThat(read("file")).isEqualTo("one Xne ");
	}

	@Test
	void ofTwoWritersOfAFileTheSecondToFinishFails() throws IOException {
		try (Storage.FileWriter first = this.storage.create("file");
				Storage.FileWriter second = this.storage.create("file")) {
			first.write(bytes("first"));
			second.write(bytes("second"));
			second.finish();
			assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(first::finish)
				.withMessageContaining("file");
		}
		assertThat(read("file")).isEqualTo("second");
		assertThat(this.storage.list("")).containsExactly("file");
	}

	@Test
	void refusesToWriteBehindTheEnd() throws IOException {
		Storage.FileWriter writer = this.storage.create("file");
		writer.finish();
		writer.close();
		assertThatIOException().isThrownBy(() -> writer.write(bytes("late")));
		assertThat(read("file")).isEmpty();
	}

	@Test
	void replacesAFileOrMakesIt() throws IOException {
		this.storage.replace("file", List.of(bytes("old")));
		MemorySegment old = this.storage.map("file");
		this.storage.replace("file", List.of(bytes("new"), bytes("er")));
		assertThat(read("file")).isEqualTo("newer");
		assertThat(text(old)).isEqualTo("old");
		assertThat(this.storage.list("")).containsExactly("file");
	}

	@Test
	void readersOfAFileThatIsReplacedSeeOneOrTheOther() throws Exception {
		this.storage.replace("file", List.of(bytes("x".repeat(1000))));
		try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
			Future<?> writer = threads.submit(() -> {
				for (int i = 0; i < 50; i++) {
					this.storage.replace("file", List.of(bytes("x".repeat(1000 + i))));
				}
				return null;
			});
			do {
				assertThat(read("file")).matches("x{1000,1049}");
			}
			while (!writer.isDone());
			writer.get();
		}
	}

	@Test
	void listsWhatIsInAFolderInOrder() throws IOException {
		this.storage.createFolder("folder/b");
		this.storage.write("folder/b/deep", List.of());
		this.storage.write("folder/c", List.of(bytes("text")));
		this.storage.write("folder/a", List.of());
		assertThat(this.storage.list("folder")).containsExactly("a", "b", "c");
		assertThat(this.storage.list("")).containsExactly("folder");
		assertThat(this.storage.list("nowhere")).isEmpty();
	}

	@Test
	void tellsOfEachEntryWhatItIs() throws IOException {
		this.storage.createFolder("a");
		this.storage.write("b", List.of(bytes("text")));
		List<Storage.Entry> entries = this.storage.entries("");
		assertThat(entries).extracting(Storage.Entry::name).containsExactly("a", "b");
		assertThat(entries).extracting(Storage.Entry::folder).containsExactly(true, false);
		assertThat(entries).extracting(Storage.Entry::byteSize).containsExactly(0L, 4L);
		assertThat(this.storage.entries("nowhere")).isEmpty();
	}

	@Test
	void refusesToListAFile() throws IOException {
		this.storage.write("file", List.of());
		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> this.storage.list("file"))
			.withMessageContaining("file");
	}

	@Test
	void makesFoldersWithThoseAbove() throws IOException {
		this.storage.createFolder("a/b/c");
		this.storage.createFolder("a/b/c");
		assertThat(this.storage.list("a/b")).containsExactly("c");
	}

	@Test
	void refusesToMakeAFolderInPlaceOfAFile() throws IOException {
		this.storage.write("file", List.of());
		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> this.storage.createFolder("file"))
			.withMessageContaining("file");
		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> this.storage.createFolder("file/folder"))
			.withMessageContaining("file");
	}

	@Test
	void givesAFolderAsAStorage() throws IOException {
		this.storage.createFolder("a/b");
		Storage folder = this.storage.folder("a").folder("b");
		folder.write("file", List.of(bytes("text")));
		assertThat(read("a/b/file")).isEqualTo("text");
		assertThat(folder.list("")).containsExactly("file");
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.storage.folder("nowhere"))
			.withMessageContaining("there is no such folder");
	}

	@Test
	void saysWhichFileIsMissing() {
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.storage.map("file"))
			.withMessageContaining("file: there is no such file or folder");
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.storage.open("file"))
			.withMessageContaining("file: there is no such file or folder");
		assertThat(this.storage.exists("file")).isFalse();
	}

	@Test
	void readsAndWritesAnywhereInAnOpenFile() throws IOException {
		this.storage.write("file", List.of(bytes("header")));
		try (Storage.AppendFile file = this.storage.open("file")) {
			file.write(6, "+tail".getBytes(StandardCharsets.UTF_8));
			file.write(0, "H".getBytes(StandardCharsets.UTF_8));
			assertThat(file.size()).isEqualTo(11);
			assertThat(file.read(5, 3)).asString(StandardCharsets.UTF_8).isEqualTo("r+t");
			assertThat(file.read(9, 100)).asString(StandardCharsets.UTF_8).isEqualTo("il");
			assertThat(file.read(50, 100)).isEmpty();
			file.truncate(6);
			assertThat(file.size()).isEqualTo(6);
		}
		assertThat(read("file")).isEqualTo("Header");
	}

	@Test
	void anOpenFileKnowsWhetherItsPathStillLeadsToIt() throws IOException {
		this.storage.write("file", List.of(bytes("text")));
		try (Storage.AppendFile file = this.storage.open("file")) {
			assertThat(file.isInPlace()).isTrue();
			this.storage.move("file", "other");
			assertThat(file.isInPlace()).isFalse();
			this.storage.write("file", List.of(bytes("text")));
			assertThat(file.isInPlace()).isFalse();
		}
	}

	@Test
	void movesAFolderWithAllItHolds() throws IOException {
		this.storage.createFolder("a/b");
		this.storage.createFolder("target");
		this.storage.write("a/b/file", List.of(bytes("text")));
		this.storage.move("a", "target/c");
		assertThat(read("target/c/b/file")).isEqualTo("text");
		assertThat(this.storage.exists("a")).isFalse();
	}

	@Test
	void movesOnlyWhatIsThereToANameThatIsFree() throws IOException {
		this.storage.createFolder("a");
		this.storage.createFolder("b");
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> this.storage.move("a", "b"))
			.withMessageContaining("b: exists already");
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.storage.move("x", "y"))
			.withMessageContaining("x: there is no such file or folder");
	}

	@Test
	void deletesAFolderWithAllItHolds() throws IOException {
		this.storage.createFolder("a/b");
		this.storage.createFolder("ab");
		this.storage.write("a/b/file", List.of(bytes("text")));
		this.storage.delete("a");
		this.storage.delete("nowhere");
		assertThat(this.storage.list("")).containsExactly("ab");
	}

	@Test
	void aLinkSurvivesTheDeletionOfTheOrigin() throws IOException {
		this.storage.createFolder("a");
		this.storage.createFolder("b");
		this.storage.write("a/file", List.of(bytes("text")));
		this.storage.folder("a").link("file", this.storage.folder("b"), "linked");
		this.storage.delete("a");
		assertThat(read("b/linked")).isEqualTo("text");
	}

	@Test
	void theOriginSurvivesTheDeletionOfALink() throws IOException {
		this.storage.write("file", List.of(bytes("text")));
		this.storage.link("file", this.storage, "linked");
		this.storage.delete("linked");
		assertThat(read("file")).isEqualTo("text");
	}

	@Test
	void linksOnlyWhatIsThereToANameThatIsFree() throws IOException {
		this.storage.write("file", List.of(bytes("text")));
		this.storage.write("taken", List.of(bytes("other")));
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> this.storage.link("file", this.storage, "taken"))
			.withMessageContaining("taken: exists already");
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> this.storage.link("nowhere", this.storage, "free"))
			.withMessageContaining("there is no such file or folder");
		assertThat(read("taken")).isEqualTo("other");
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", "../file", "a/../../file", "/etc/passwd", "a//b", "./a", "a/.", "a\\b", "C:file",
			"a\0b", "a/" })
	void refusesPathsThatCouldLeaveTheFolder(String path) throws IOException {
		this.storage.createFolder("a");
		List<Callable<?>> uses = List.of(() -> this.storage.map(path), () -> this.storage.open(path),
				() -> this.storage.create(path), () -> this.storage.folder(path), () -> this.storage.lock(path),
				() -> this.storage.tryLock(path), () -> this.storage.list(path), () -> this.storage.entries(path));
		for (Callable<?> use : uses) {
			assertThatIOException().isThrownBy(use::call).withMessageContaining("is no path within a database");
		}
		assertThatIOException().isThrownBy(() -> this.storage.delete(path)).withMessageContaining("is no path");
		assertThatIOException().isThrownBy(() -> this.storage.move("a", path)).withMessageContaining("is no path");
		assertThatIOException().isThrownBy(() -> this.storage.replace(path, List.of()))
			.withMessageContaining("is no path");
		assertThat(this.storage.exists(path)).isFalse();
	}

	@Test
	void oneThreadAtATimeHoldsALock() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			List<Future<?>> runs = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				runs.add(threads.submit(() -> {
					for (int round = 0; round < 100; round++) {
						try (Storage.StorageLock lock = this.storage.lock("lock")) {
							most.accumulateAndGet(inside.incrementAndGet(), Math::max);
							inside.decrementAndGet();
						}
					}
					return null;
				}));
			}
			for (Future<?> run : runs) {
				run.get();
			}
		}
		assertThat(most).hasValue(1);
	}

	@Test
	void takesALockOnlyIfItIsFree() throws Exception {
		try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
			try (Storage.StorageLock lock = this.storage.lock("lock")) {
				assertThat(this.storage.tryLock("lock")).isEmpty();
				assertThat(threads.submit(() -> this.storage.tryLock("lock")).get()).isEmpty();
			}
			Optional<Storage.StorageLock> free = this.storage.tryLock("lock");
			assertThat(free).isPresent();
			free.get().close();
		}
	}

	@Test
	void refusesALockThatTheThreadHoldsAlready() throws IOException {
		try (Storage.StorageLock lock = this.storage.lock("lock")) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.storage.lock("lock"))
				.withMessageContaining("holds the lock");
			assertThat(this.storage.tryLock("lock")).isEmpty();
		}
		this.storage.lock("lock").close();
	}

	@Test
	void aLockFollowsItsFileThroughAMove() throws IOException {
		this.storage.createFolder("a");
		try (Storage.StorageLock lock = this.storage.lock("a/lock")) {
			this.storage.move("a", "b");
			assertThat(this.storage.tryLock("b/lock")).isEmpty();
		}
		Optional<Storage.StorageLock> free = this.storage.tryLock("b/lock");
		assertThat(free).isPresent();
		free.get().close();
	}

	@Test
	void anInterruptBreaksNothingAndStaysPending() throws IOException {
		Thread.currentThread().interrupt();
		this.storage.write("file", List.of(bytes("one"), bytes(" two")));
		try (Storage.AppendFile file = this.storage.open("file")) {
			file.write(7, " three".getBytes(StandardCharsets.UTF_8));
			this.storage.lock("lock").close();
			assertThat(read("file")).isEqualTo("one two three");
			assertThat(Thread.interrupted()).isTrue();
			assertThat(file.size()).isEqualTo(13);
		}
	}

	@Test
	void interruptsDuringWritesBreakNothing() throws Exception {
		this.storage.write("file", List.of());
		Thread writer = Thread.currentThread();
		try (Storage.AppendFile file = this.storage.open("file");
				ExecutorService threads = Executors.newSingleThreadExecutor()) {
			Future<?> interrupts = threads.submit(() -> {
				for (int i = 0; i < 1000; i++) {
					writer.interrupt();
					Thread.onSpinWait();
				}
			});
			int written = 0;
			while (!interrupts.isDone() || written < 50) {
				file.write(written, new byte[] { (byte) written });
				written++;
				Thread.interrupted();
			}
			interrupts.get();
			Thread.interrupted();
			assertThat(file.size()).isEqualTo(written);
			assertThat(file.read(0, 3)).containsExactly(0, 1, 2);
		}
	}

	static MemorySegment bytes(String text) {
		return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
	}

	private String read(String path) throws IOException {
		return text(this.storage.map(path));
	}

	private static String text(MemorySegment bytes) {
		return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
	}

}
