package io.fletch.store.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

class LocalStorageTests extends StorageContract {

	@TempDir
	private Path folder;

	@TempDir
	private Path elsewhere;

	@Override
	Storage newStorage() throws IOException {
		return new LocalStorage(this.folder);
	}

	@Test
	void makesItsFolder() throws IOException {
		new LocalStorage(this.folder.resolve("a/b")).write("file", List.of());
		assertThat(this.folder.resolve("a/b/file")).exists();
	}

	@Test
	void makesNoFolderWhereItsOwnIsGone() throws IOException {
		Path database = this.folder.resolve("database");
		Storage storage = new LocalStorage(database);
		Files.delete(database);
		assertThatIOException().isThrownBy(() -> storage.createFolder("a")).withMessageContaining("database: is gone");
		assertThat(database).doesNotExist();
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java cannot tell two folders apart there")
	void makesNoFolderInAnotherThatTookThePlaceOfItsOwn() throws IOException {
		Path database = this.folder.resolve("database");
		Storage storage = new LocalStorage(database);
		Files.move(database, this.folder.resolve("moved"));
		Files.createDirectory(database);
		assertThatIOException().isThrownBy(() -> storage.createFolder("a"))
			.withMessageContaining("another folder than when it was opened");
		assertThat(database).isEmptyDirectory();
		Files.delete(database);
		Files.move(this.folder.resolve("moved"), database);
		storage.createFolder("a");
		assertThat(database.resolve("a")).isDirectory();
	}

	@Test
	void refusesAFileInPlaceOfItsFolder() throws IOException {
		Path file = Files.createFile(this.folder.resolve("file"));
		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> new LocalStorage(file))
			.withMessageContaining("is a file where a folder is needed");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void whatItMakesIsForItsOwnerOnly() throws IOException {
		Storage storage = new LocalStorage(this.folder.resolve("database"));
		storage.createFolder("a/b");
		storage.write("a/file", List.of());
		storage.replace("a/replaced", List.of());
		storage.lock("a/lock").close();
		try (Stream<Path> paths = Files.walk(this.folder.resolve("database"))) {
			for (Path path : paths.toList()) {
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
					.isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
			}
		}
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void leavesTheFolderThatItIsGivenAsItIs() throws IOException {
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		new LocalStorage(this.folder).createFolder("a");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.folder))).isEqualTo("rwxr-xr-x");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void itsOwnFolderMayBeASymbolicLink() throws IOException {
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), this.elsewhere);
		new LocalStorage(link).write("file", List.of());
		assertThat(this.elsewhere.resolve("file")).exists();
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void refusesSymbolicLinksBelowItsFolder() throws IOException {
		Files.createDirectory(this.elsewhere.resolve("sub"));
		Files.writeString(this.elsewhere.resolve("sub/file"), "secret");
		Files.createSymbolicLink(this.folder.resolve("link"), this.elsewhere);
		Storage storage = new LocalStorage(this.folder);
		for (String path : List.of("link", "link/sub", "link/sub/file")) {
			List<Callable<?>> uses = List.of(() -> storage.map(path), () -> storage.open(path),
					() -> storage.create(path), () -> storage.folder(path), () -> storage.lock(path),
					() -> storage.list(path));
			for (Callable<?> use : uses) {
				assertThatIOException().isThrownBy(use::call).withMessageContaining("is a symbolic link");
			}
			assertThatIOException().isThrownBy(() -> storage.delete(path)).withMessageContaining("is a symbolic link");
			assertThat(storage.exists(path)).isEqualTo(path.equals("link"));
		}
		assertThat(this.elsewhere.resolve("sub/file")).hasContent("secret");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void nothingIsWhereASymbolicLinkLeadsNowhereAndNothingCanBeMadeThere() throws IOException {
		Files.createSymbolicLink(this.folder.resolve("link"), this.elsewhere.resolve("absent"));
		Storage storage = new LocalStorage(this.folder);
		assertThat(storage.exists("link")).isFalse();
		assertThatIOException().isThrownBy(() -> storage.write("link", List.of()))
			.withMessageContaining("is a symbolic link");
		assertThatIOException().isThrownBy(() -> storage.createFolder("link"))
			.withMessageContaining("is a symbolic link");
		assertThat(this.elsewhere.resolve("absent")).doesNotExist();
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void refusesAFolderThatASymbolicLinkTookThePlaceOf() throws IOException {
		Storage storage = new LocalStorage(this.folder);
		storage.createFolder("a");
		Storage folder = storage.folder("a");
		Files.delete(this.folder.resolve("a"));
		Files.createSymbolicLink(this.folder.resolve("a"), this.elsewhere);
		assertThatIOException().isThrownBy(() -> folder.write("file", List.of()))
			.withMessageContaining("is a symbolic link");
		assertThat(this.elsewhere).isEmptyDirectory();
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void deletesSymbolicLinksInAFolderWithoutFollowingThem() throws IOException {
		Files.writeString(this.elsewhere.resolve("file"), "keep");
		Storage storage = new LocalStorage(this.folder);
		storage.createFolder("a");
		Files.createSymbolicLink(this.folder.resolve("a/link"), this.elsewhere);
		storage.delete("a");
		assertThat(this.folder).isEmptyDirectory();
		assertThat(this.elsewhere.resolve("file")).hasContent("keep");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void aLinkIsNoCopy() throws IOException {
		Storage storage = new LocalStorage(this.folder);
		storage.write("file", List.of(bytes("text")));
		storage.link("file", storage, "linked");
		assertThat(Files.getAttribute(this.folder.resolve("file"), "unix:nlink")).isEqualTo(2);
	}

	@Test
	void linksIntoAnotherStorageByACopy() throws IOException {
		Storage storage = new LocalStorage(this.folder);
		Storage memory = new MemoryStorage(new FileCache(1000));
		storage.write("file", List.of(bytes("text")));
		storage.link("file", memory, "file");
		assertThat(memory.map("file").byteSize()).isEqualTo(4);
	}

	@Test
	void saysThatAFolderMayNotBeWrittenTo() throws IOException {
		Storage storage = new LocalStorage(this.folder);
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("r-x------"));
		try {
			assumeThat(Files.isWritable(this.folder)).as("an administrator may write everywhere").isFalse();
			assertThatIOException().isThrownBy(() -> storage.write("file", List.of()))
				.withMessageContaining("this process may not read or write it");
		}
		finally {
			Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwx------"));
		}
	}

	@Test
	void anotherObjectOnTheSameFolderMeetsTheSameLocks() throws IOException {
		try (Storage.StorageLock lock = new LocalStorage(this.folder).lock("lock")) {
			assertThat(new LocalStorage(this.folder).tryLock("lock")).isEmpty();
		}
	}

	@Test
	void aWriterOutlivesInterrupts() throws IOException {
		Storage storage = new LocalStorage(this.folder);
		try (Storage.FileWriter writer = storage.create("file")) {
			writer.write(bytes("one"));
			Thread.currentThread().interrupt();
			writer.write(bytes("two"));
			writer.finish();
		}
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.folder.resolve("file")).hasContent("onetwo");
	}

}
