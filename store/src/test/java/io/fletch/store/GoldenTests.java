package io.fletch.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;

import io.fletch.store.error.UnsupportedFormatException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tables that an older version of the library wrote can be read for ever.
 */
class GoldenTests {

	private static final String LOG = "types.fletch/_log/00000000000000000001.log";

	@Test
	void readsEveryValueOfEveryVersion() throws IOException {
		try (Database database = GoldenTables.open(GoldenTables.files())) {
			assertThat(GoldenTables.read(database)).isEqualTo(GoldenTables.contents());
			Table table = database.openTable("types");
			assertThat(table.tags().list()).isEqualTo(Map.of("first", 3L));
			assertThat(database.namespaces().describe("n")).isEqualTo(Map.of("key", "value"));
			assertThat(table.schema().getFields()).hasSize(GoldenRows.SCHEMA.getFields().size() + 2);
		}
	}

	@Test
	void findsThemSound() throws IOException {
		try (Database database = GoldenTables.open(GoldenTables.files())) {
			Table table = database.openTable("types");
			assertThat(table.verify().problems()).isEmpty();
			assertThat(table.branches().open("b").verify().problems()).isEmpty();
			assertThat(database.namespace("n").openTable("cleaned").verify().problems()).isEmpty();
		}
	}

	@Test
	void writesOnToThem() throws IOException {
		try (Database database = GoldenTables.open(GoldenTables.files())) {
			Table table = database.openTable("types");
			table.add(List.of(GoldenTables.with("twice").apply(GoldenRows.row(7, 1))));
			table.optimize();
			assertThat(table.countRows()).isEqualTo(GoldenTables.contents().get("types@10").size() + 1);
			assertThat(table.verify().problems()).isEmpty();
		}
	}

	@Test
	void refusesARequiredFlagThatItDoesNotKnow() throws IOException {
		refuses(manifest(), (file) -> file.put(12, (byte) 2), "the required flags 2");
		refuses(LOG, (file) -> sealHeader(file.put(12, (byte) 4)), "the required flags 4");
		refuses("n.ns/_namespace", (file) -> file.put(12, (byte) 2), "the required flags 2");
	}

	@Test
	void refusesAFormatThatItDoesNotKnow() throws IOException {
		refuses(manifest(), (file) -> file.put(8, (byte) 3), "has the format 3");
		refuses(LOG, (file) -> sealHeader(file.put(8, (byte) 3)), "has the format 3");
		refuses("n.ns/_namespace", (file) -> file.put(8, (byte) 3), "have the format 3");
		refuses("types.fletch/_tags/first", (file) -> file.put(8, (byte) 3), "has the format 3");
		refuses(LOG, (file) -> sealFrame(file.put(68, (byte) 9)), "has the format 9");
	}

	@Test
	void refusesAnOperationThatItDoesNotKnow() throws IOException {
		refuses(LOG, (file) -> sealFrame(file.put(69, (byte) 99)), "an operation of code 99");
	}

	private static String manifest() throws IOException {
		return GoldenTables.files()
			.navigableKeySet()
			.stream()
			.filter((path) -> path.startsWith("types.fletch/_manifests/") && path.endsWith("9.manifest"))
			.findFirst()
			.orElseThrow();
	}

	private static void refuses(String path, Change change, String message) throws IOException {
		NavigableMap<String, byte[]> files = GoldenTables.files();
		byte[] changed = files.get(path).clone();
		change.apply(ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN));
		files.put(path, changed);
		try (Database database = GoldenTables.open(files)) {
			assertThatExceptionOfType(UnsupportedFormatException.class).as(path).isThrownBy(() -> {
				database.namespaces().describe("n");
				database.openTable("types").tags().list();
				database.openTable("types").versions();
			}).withMessageContaining(message).withMessageContaining("se the version that wrote");
		}
	}

	private static void sealHeader(ByteBuffer log) {
		log.putInt(40, checksum(log, 0, 40));
	}

	/**
	 * Makes the checksum of the first frame hold again.
	 */
	private static void sealFrame(ByteBuffer log) {
		log.putInt(60, checksum(log, 52, 60, 64, 64 + log.getInt(56)));
	}

	private static int checksum(ByteBuffer file, int... bounds) {
		CRC32C checksum = new CRC32C();
		for (int i = 0; i < bounds.length; i += 2) {
			checksum.update(file.array(), bounds[i], bounds[i + 1] - bounds[i]);
		}
		return (int) checksum.getValue();
	}

	/**
	 * A change of a file.
	 */
	@FunctionalInterface
	private interface Change {

		void apply(ByteBuffer file);

	}

}
