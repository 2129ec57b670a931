package io.fletch.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.UnsupportedFormatException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What somebody puts in the place of the files of a table neither stops a reader for ever
 * nor takes its memory.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFilesTests {

	private static final UpkeepOptions UPKEEP = UpkeepOptions.NONE;

	@TempDir
	private Path folder;

	private Path table;

	@BeforeEach
	void writeATable() {
		this.table = this.folder.resolve("t.fletch");
		try (Database database = open()) {
			Table written = database.createTable("t", DatabaseTests.ITEMS);
			written.add(LongStream.range(0, 2000).mapToObj((id) -> DatabaseTests.row(id, "item")).toList());
			written.delete("id = 3");
			written.tags().create("tag", 2);
			written.branches().create("b");
			written.cleanup(FaultyDatabase.EVERYTHING);
		}
	}

	private Database open() {
		return Database.open(this.folder, DatabaseOptions.defaults().withUpkeep(UPKEEP));
	}

	@ParameterizedTest
	@ValueSource(strings = { "_log/*", "_manifests/*", "data/*.arrow", "_tags/tag", "_oldest", "_lock",
			"_branches/b/_branch", "_branches/b/_manifests/*" })
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no named pipes in folders")
	void refusesAPipeInPlaceOfAFile(String pattern) throws Exception {
		Path file = find(pattern);
		Files.delete(file);
		assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
		assertThatExceptionOfType(StoreException.class).isThrownBy(this::useEverything)
			.withMessageContaining(file.getFileName() + ": is no regular file but a link, pipe, socket or device");
	}

	@ParameterizedTest
	@ValueSource(strings = { "_log/*", "_manifests/*", "data/*.arrow", "_tags/tag", "_oldest", "_lock",
			"_branches/b/_branch", "_branches/b/_manifests/*" })
	void refusesAFolderInPlaceOfAFile(String pattern) throws IOException {
		Path file = find(pattern);
		Files.delete(file);
		Files.createDirectory(file);
		assertThatExceptionOfType(StoreException.class).isThrownBy(this::useEverything)
			.withMessageContaining(file.getFileName() + ": is no regular file but a folder");
	}

	@ParameterizedTest
	@ValueSource(strings = { "_log", "_manifests", "_tags", "_branches" })
	void refusesAFileInPlaceOfAFolder(String name) throws IOException {
		Files.move(this.table.resolve(name), this.folder.resolve("elsewhere"));
		Files.createFile(this.table.resolve(name));
		assertThatExceptionOfType(StoreException.class).isThrownBy(this::useEverything)
			.withMessageContaining(name + ": is no folder; put a folder in its place");
	}

	@ParameterizedTest
	@ValueSource(strings = { "_tags/tag", "_oldest", "_branches/b/_branch", "data/*.arrow" })
	void refusesAFileThatClaimsGigabytes(String pattern) throws IOException {
		Path file = find(pattern);
		grow(file, 6L << 30);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(this::useEverything)
			.withMessageContaining("damaged");
	}

	@Test
	void searchesGigabytesBehindABadFrameInLittleMemory() throws IOException {
		Path log = find("_log/*");
		long length = Files.size(log);
		grow(log, 512L << 20);
		assertThat(useEverything()).isEqualTo(1999);
		assertThat(Files.size(log)).isGreaterThanOrEqualTo(length).isLessThan(1L << 20);
	}

	@Test
	void givesUpOnFramesWithinFrames() throws IOException {
		Path log = find("_log/*");
		int count = 400_000;
		ByteBuffer frames = ByteBuffer.allocate(count * 30).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < count; i++) {
			frames.putInt(0x52464C46).putInt(1).putInt(frames.remaining() - 30).putInt(7);
			frames.putInt(1000).put((byte) 2).put((byte) 2).putLong(1000);
		}
		Files.write(log, frames.array(), StandardOpenOption.APPEND);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(this::useEverything)
			.withMessageContaining("too much behind it looks like frames")
			.withMessageContaining("Restore the file from a backup");
	}

	@Test
	void tellsTheFormatOfALogOfAnOlderOne() throws IOException {
		ByteBuffer header = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
		Path log = find("_log/*");
		header.put(Files.readAllBytes(log), 0, 8).putInt(1).putInt(0).putLong(4);
		CRC32C checksum = new CRC32C();
		checksum.update(header.array(), 0, 24);
		header.putInt((int) checksum.getValue());
		Files.write(log, header.array());
		assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(this::useEverything)
			.withMessageContaining(log.getFileName() + " has the format 1")
			.withMessageContaining("reads format 2")
			.withMessageContaining("add them to a new table");
	}

	private static void grow(Path file, long size) throws IOException {
		try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
			channel.position(size - 1).write(ByteBuffer.wrap(new byte[1]));
		}
	}

	private Path find(String pattern) throws IOException {
		Path parent = this.table.resolve(pattern.substring(0, pattern.lastIndexOf('/') + 1));
		String end = pattern.substring(pattern.lastIndexOf('/') + 1).replace("*", "");
		try (Stream<Path> files = Files.list(parent)) {
			return files.filter((file) -> file.getFileName().toString().endsWith(end))
				.max(Path::compareTo)
				.orElseThrow();
		}
	}

	private long useEverything() {
		try (Database database = open()) {
			Table opened = database.openTable("t");
			opened.branches().describe("b");
			opened.branches().open("b").add(List.of(DatabaseTests.row(9999, "item")));
			opened.checkout(opened.versions().getFirst().version()).close();
			long count = opened.scan().rows().size();
			assertThat(opened.tags().list()).isEqualTo(Map.of("tag", 2L));
			opened.update().set("item", "other").where("id = 9999").execute();
			return count;
		}
	}

}
