package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CloneTests {

	@TempDir
	private Path folder;

	private Database database;

	private Table source;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder);
		this.source = this.database.createTable("source", DatabaseTests.ITEMS);
		this.source.add(rows(0, 2000));
		this.source.add(rows(2000, 3));
		this.source.delete("id IN (5, 2001)", Map.of());
	}

	@Test
	void clonesATableOfAnotherDatabase(@TempDir Path other) {
		for (CloneOptions options : List.of(CloneOptions.shallow(), CloneOptions.copy())) {
			for (Database database : List.of(Database.open(other.resolve("" + options.deep())),
					Database.open("memory:"))) {
				Table clone = database.cloneTable(this.source, "clone", options);
				assertThat(clone.scan().hits()).isEqualTo(this.source.scan().hits());
				assertThat(clone.verify().problems()).isEmpty();
				database.close();
			}
		}
	}

	@Test
	void clonesTheVersionThatAHandleReads(@TempDir Path other) {
		try (Database database = Database.open(other); Table old = this.source.checkout(1)) {
			assertThat(database.cloneTable(old, "old", CloneOptions.shallow()).countRows()).isEqualTo(old.countRows());
			assertThat(database.cloneTable(old, "last", CloneOptions.shallow().ofVersion(this.source.version()))
				.countRows()).isEqualTo(this.source.countRows());
		}
	}

	@Test
	void clonesABranchOfATable() {
		Table branch = this.source.branches().create("b");
		branch.delete("true");
		assertThat(this.database.cloneTable(branch, "clone", CloneOptions.shallow()).countRows()).isZero();
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static List<Map<String, Object>> rows(long first, int count) {
		return LongStream.range(first, first + count).mapToObj((id) -> DatabaseTests.row(id, "item " + id)).toList();
	}

	private static CloneOptions options(boolean deep) {
		return deep ? CloneOptions.copy() : CloneOptions.shallow();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void case14AShallowOrDeepCloneHoldsTheSameRows(boolean deep) {
		Table clone = this.database.cloneTable("source", "clone", options(deep));
		assertThat(clone.scan().rows()).hasSize(2001).isEqualTo(this.source.scan().rows());
		assertThat(clone.version()).isEqualTo(1);
		assertThat(clone.schema()).isEqualTo(this.source.schema());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachGoesOnWithoutTheOther(boolean deep) {
		Table clone = this.database.cloneTable("source", "clone", options(deep));
		clone.add(rows(9000, 1));
		clone.delete("id < 1000", Map.of());
		this.source.add(rows(7000, 2));
		assertThat(clone.countRows()).isEqualTo(1003);
		assertThat(this.source.countRows()).isEqualTo(2003);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eitherSurvivesTheOther(boolean deep) {
		List<?> rows = this.source.scan().rows();
		this.database.cloneTable("source", "clone", options(deep));
		this.database.cloneTable("clone", "second", options(deep));
		this.database.dropTable("source");
		assertThat(this.database.openTable("clone").scan().rows()).isEqualTo(rows);
		this.database.dropTable("clone");
		this.database.close();
		try (Database reopened = Database.open(this.folder)) {
			assertThat(reopened.openTable("second").scan().rows()).isEqualTo(rows);
		}
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void aShallowCloneTakesNoRoomAndADeepOneItsOwn() throws IOException {
		this.database.cloneTable("source", "shallow", CloneOptions.shallow());
		this.database.cloneTable("source", "deep", CloneOptions.copy());
		assertThat(links("shallow")).isEqualTo(2);
		assertThat(links("deep")).isEqualTo(1);
	}

	private int links(String table) throws IOException {
		try (Stream<Path> files = Files.list(this.folder.resolve(table + ".fletch/data"))) {
			return (int) Files.getAttribute(files.findFirst().orElseThrow(), "unix:nlink");
		}
	}

	@Test
	void case12ClonesAVersion() {
		Table clone = this.database.cloneTable("source", "clone", CloneOptions.shallow().ofVersion(2));
		assertThat(clone.countRows()).isEqualTo(2000);
	}

	@Test
	void case13ClonesATag() {
		this.database.openTable("source").tags().create("v1.0", 2);
		Table clone = this.database.cloneTable("source", "clone", CloneOptions.shallow().ofTag("v1.0"));
		assertThat(clone.countRows()).isEqualTo(2000);
	}

	@Test
	void clonesTheLatestVersionByItsNumber() {
		long version = this.source.version();
		assertThat(this.database.cloneTable("source", "clone", CloneOptions.copy().ofVersion(version)).countRows())
			.isEqualTo(2001);
	}

	@Test
	void clonesIntoAnotherNamespace() {
		this.database.namespaces().create("n");
		this.database.cloneTable("source", "clone", CloneOptions.shallow().into("n"));
		assertThat(this.database.namespace("n").openTable("clone").countRows()).isEqualTo(2001);
		this.database.namespace("n").cloneTable("clone", "back", CloneOptions.copy().into());
		assertThat(this.database.tableNames()).containsExactly("back", "source");
	}

	@Test
	void takesAVersionOrATagNotBoth() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> CloneOptions.shallow().ofVersion(2).ofTag("v1"))
			.withMessage("A clone of version 2 and of tag 'v1' was asked for; give a version or a tag, not both");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> CloneOptions.copy().ofVersion(0))
			.withMessageContaining("versions begin at 1");
	}

	@Test
	void clonesOnlyWhatIsThereToANameThatIsFree() {
		assertThatExceptionOfType(TableExistsException.class)
			.isThrownBy(() -> this.database.cloneTable("source", "source", CloneOptions.shallow()))
			.withMessageContaining("Table 'source' already exists");
		assertThatExceptionOfType(TableNotFoundException.class)
			.isThrownBy(() -> this.database.cloneTable("nowhere", "clone", CloneOptions.shallow()))
			.withMessageContaining("Table 'nowhere' was not found");
		assertThat(this.folder).isDirectoryNotContaining("glob:**/.creating-*");
	}

	@Test
	void clonesInMemory() {
		try (Database memory = Database.open("memory:")) {
			memory.createTable("t", DatabaseTests.ITEMS).add(rows(0, 1500));
			memory.cloneTable("t", "u", CloneOptions.shallow());
			memory.dropTable("t");
			assertThat(memory.openTable("u").scan().rows()).hasSize(1500);
		}
	}

}
