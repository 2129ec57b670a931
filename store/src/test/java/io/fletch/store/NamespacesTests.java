package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.NamespaceExistsException;
import io.fletch.store.error.NamespaceNotEmptyException;
import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.error.UnsupportedFormatException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NamespacesTests {

	@TempDir
	private Path folder;

	private Database database;

	private Namespaces namespaces;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder);
		this.namespaces = this.database.namespaces();
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void refusesHalfASurrogatePairInAProperty() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.namespaces.create("n", NamespaceMode.CREATE, Map.of("owner", "\uD83D")))
			.withMessageContaining(
					"The property 'owner' of a namespace has half a surrogate pair in its name or value");
		assertThat(this.namespaces.exists("n")).isFalse();
	}

	@Test
	void case10CreatesListsAndDropsNamespaces() {
		assertThat(this.namespaces.list()).isEmpty();
		this.namespaces.create("child");
		assertThat(this.namespaces.list()).containsExactly("child");
		assertThat(this.namespaces.drop("child", DropMode.FAIL, DropBehavior.RESTRICT)).isTrue();
		assertThat(this.namespaces.list()).isEmpty();
	}

	@Test
	void aNamespaceHasTablesOfItsOwn() {
		this.namespaces.create("a");
		this.database.namespace("a").namespaces().create("b");
		Database view = this.database.namespace("a", "b");
		view.createTable("t", DatabaseTests.ITEMS).add(List.of(DatabaseTests.row(1, "foo")));
		assertThat(this.database.tableNames()).isEmpty();
		assertThat(this.database.namespace("a").namespace("b").openTable("t").countRows()).isEqualTo(1);
		assertThat(view).hasToString("Database[" + this.folder + ", namespace a$b, read consistency PT0S]");
		assertThat(this.folder.resolve("a.ns/b.ns/t.fletch")).isDirectory();
	}

	@Test
	void messagesTellThePathOfWhatIsMissing() {
		this.namespaces.create("child");
		Database child = this.database.namespace("child");
		assertThatExceptionOfType(TableNotFoundException.class).isThrownBy(() -> child.openTable("missing"))
			.withMessage("Table 'child$missing' was not found in " + this.folder);
		assertThatExceptionOfType(NamespaceNotFoundException.class).isThrownBy(() -> child.namespace("missing"))
			.withMessage("Namespace 'child$missing' was not found in " + this.folder);
	}

	@Test
	void aViewIsClosedWithTheDatabaseOnly() {
		this.namespaces.create("child");
		try (Database child = this.database.namespace("child")) {
			assertThat(child.isOpen()).isTrue();
		}
		assertThat(this.database.isOpen()).isTrue();
		assertThat(this.database.tableNames()).isEmpty();
	}

	@Test
	void keepsProperties() {
		this.namespaces.create("a", NamespaceMode.CREATE, Map.of("owner", "Zoë", "empty", ""));
		assertThat(this.namespaces.describe("a"))
			.containsExactlyInAnyOrderEntriesOf(Map.of("owner", "Zoë", "empty", ""));
		assertThatExceptionOfType(NamespaceNotFoundException.class).isThrownBy(() -> this.namespaces.describe("b"))
			.withMessageContaining("Namespace 'b' was not found");
	}

	@Test
	void putsOtherPropertiesInTheirPlace() {
		this.namespaces.create("a", NamespaceMode.CREATE, Map.of("owner", "Zoë", "year", "1"));
		this.database.namespace("a").createTable("t", DatabaseTests.ITEMS);
		this.namespaces.alter("a", Map.of("owner", "Ada"));
		assertThat(this.namespaces.describe("a")).containsExactlyEntriesOf(Map.of("owner", "Ada"));
		assertThat(this.database.namespace("a").tableNames()).containsExactly("t");
		assertThat(this.database.async().namespaces().alter("a", Map.of())).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.namespaces.describe("a")).isEmpty();
	}

	@Test
	void keepsPropertiesWhereOthersAreNotAcceptable() {
		this.namespaces.create("a", NamespaceMode.CREATE, Map.of("owner", "Zoë"));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.namespaces.alter("a", Map.of(" ", "value")))
			.withMessageContaining("must have a name that is not blank");
		assertThatExceptionOfType(NamespaceNotFoundException.class)
			.isThrownBy(() -> this.namespaces.alter("b", Map.of()))
			.withMessageContaining("Namespace 'b' was not found");
		assertThat(this.namespaces.describe("a")).containsEntry("owner", "Zoë");
		assertThat(this.namespaces.list()).containsExactly("a");
	}

	@Test
	void refusesUnreasonableProperties() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.namespaces.create("a", NamespaceMode.CREATE, Map.of(" ", "value")))
			.withMessageContaining("must have a name that is not blank");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.namespaces.create("a", NamespaceMode.CREATE, Map.of("key", "v".repeat(10_001))))
			.withMessageContaining("at most 10000 characters");
		assertThat(this.namespaces.exists("a")).isFalse();
	}

	@Test
	void refusesToCreateANamespaceTwice() {
		this.namespaces.create("a");
		assertThatExceptionOfType(NamespaceExistsException.class).isThrownBy(() -> this.namespaces.create("a"))
			.withMessage("Namespace 'a' already exists in " + this.folder);
	}

	@Test
	void keepsOrOverwritesANamespaceAsAsked() {
		this.namespaces.create("a", NamespaceMode.CREATE, Map.of("n", "1"));
		Table table = this.database.namespace("a").createTable("t", DatabaseTests.ITEMS);
		this.namespaces.create("a", NamespaceMode.EXIST_OK, Map.of("n", "2"));
		assertThat(this.namespaces.describe("a")).containsEntry("n", "1");
		this.namespaces.create("a", NamespaceMode.OVERWRITE, Map.of("n", "3"));
		assertThat(this.namespaces.describe("a")).containsEntry("n", "3");
		assertThat(this.database.namespace("a").tableNames()).isEmpty();
		assertThatExceptionOfType(NamespaceNotFoundException.class).isThrownBy(table::countRows)
			.withMessageContaining("its namespace 'a' was dropped");
	}

	@Test
	void dropsAFullNamespaceOnlyWhenTold() {
		this.namespaces.create("a");
		Database view = this.database.namespace("a");
		view.createTable("t", DatabaseTests.ITEMS);
		view.namespaces().create("b");
		assertThatExceptionOfType(NamespaceNotEmptyException.class)
			.isThrownBy(() -> this.namespaces.drop("a", DropMode.FAIL, DropBehavior.RESTRICT))
			.withMessage("Namespace 'a' holds 1 tables and 1 namespaces; drop them first, or drop it with CASCADE");
		assertThat(this.namespaces.drop("a", DropMode.FAIL, DropBehavior.CASCADE)).isTrue();
		assertThatExceptionOfType(NamespaceNotFoundException.class).isThrownBy(view::tableNames)
			.withMessageContaining("Namespace 'a' was not found");
		assertThatExceptionOfType(NamespaceNotFoundException.class)
			.isThrownBy(() -> view.createTable("t", DatabaseTests.ITEMS))
			.withMessageContaining("Namespace 'a' was not found");
		assertThat(this.folder.resolve("a.ns")).doesNotExist();
	}

	@Test
	void skipsAMissingNamespaceOnlyWhenTold() {
		assertThat(this.namespaces.drop("a", DropMode.SKIP, DropBehavior.RESTRICT)).isFalse();
		assertThatExceptionOfType(NamespaceNotFoundException.class)
			.isThrownBy(() -> this.namespaces.drop("a", DropMode.FAIL, DropBehavior.CASCADE))
			.withMessage("Namespace 'a' was not found in " + this.folder);
	}

	@Test
	void pagesNames() {
		List.of("c", "a", "b").forEach(this.namespaces::create);
		assertThat(this.namespaces.list("a", 1)).containsExactly("b");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.namespaces.list(null, -1))
			.withMessageContaining("at least 1, but was -1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "..", "a/b", "a$b", "nul" })
	void refusesNamesThatAreNoFileNamesEverywhere(String name) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.namespaces.create(name))
			.withMessageContaining("cannot be the name of a namespace");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.namespace(name))
			.withMessageContaining("cannot be the name of a namespace");
		assertThat(this.namespaces.exists(name)).isFalse();
	}

	@Test
	void boundsTheDepth() {
		Database view = this.database;
		for (int i = 0; i < 8; i++) {
			view.namespaces().create("n");
			view = view.namespace("n");
		}
		Namespaces deepest = view.namespaces();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> deepest.create("n"))
			.withMessageContaining("9 levels deep; at most 8 are possible");
	}

	@Test
	void movesATableBetweenNamespaces() {
		this.namespaces.create("a");
		this.database.createTable("t", DatabaseTests.ITEMS).add(List.of(DatabaseTests.row(1, "foo")));
		this.database.renameTable("t", List.of("a"), "u");
		assertThat(this.database.namespace("a").openTable("u").countRows()).isEqualTo(1);
		this.database.namespace("a").renameTable("u", List.of(), "t");
		assertThat(this.database.openTable("t").countRows()).isEqualTo(1);
		assertThatExceptionOfType(NamespaceNotFoundException.class)
			.isThrownBy(() -> this.database.renameTable("t", List.of("b"), "t"))
			.withMessageContaining("Namespace 'b' was not found");
		this.database.namespace("a").createTable("t", DatabaseTests.ITEMS);
		assertThatExceptionOfType(TableExistsException.class)
			.isThrownBy(() -> this.database.renameTable("t", List.of("a"), "t"))
			.withMessageContaining("Table 'a$t' already exists");
	}

	@Test
	void findsDamageInPropertiesWhereverItIs() throws IOException {
		this.namespaces.create("a", NamespaceMode.CREATE, Map.of("key", "value"));
		Path file = this.folder.resolve("a.ns/_namespace");
		byte[] whole = Files.readAllBytes(file);
		for (int i = 0; i < whole.length; i++) {
			byte[] damaged = whole.clone();
			damaged[i] ^= 0x20;
			Files.write(file, damaged);
			boolean formatOrFlags = i >= 8 && i < 16;
			assertThatExceptionOfType(formatOrFlags ? UnsupportedFormatException.class : CorruptTableException.class)
				.isThrownBy(() -> this.namespaces.describe("a"))
				.withMessageContaining("namespace 'a'");
		}
	}

	@Test
	void refusesNamesThatDifferOnlyInCase() {
		Table table = this.database.createTable("CaseX", DatabaseTests.ITEMS);
		this.database.createTable("other", DatabaseTests.ITEMS);
		this.namespaces.create("SpaceX");
		table.tags().create("TagX", 1);
		for (ThrowingCallable taken : List.<ThrowingCallable>of(
				() -> this.database.createTable("casex", DatabaseTests.ITEMS),
				() -> this.database.createTable("casex", DatabaseTests.ITEMS, CreateMode.OVERWRITE),
				() -> this.database.renameTable("other", "casex"),
				() -> this.database.cloneTable("other", "casex", CloneOptions.copy()))) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(taken)
				.withMessageContaining("The table 'casex' would differ from the table 'CaseX' only in case");
		}
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.namespaces.create("spacex"))
			.withMessageContaining("The namespace 'spacex' would differ from the namespace 'SpaceX' only in case");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> table.tags().create("tagx", 1))
			.withMessageContaining("The tag 'tagx' would differ from the tag 'TagX' only in case");
	}

	@Test
	void changesTheCaseOfATable() {
		this.database.createTable("CaseX", DatabaseTests.ITEMS);
		this.database.renameTable("CaseX", "casex");
		assertThat(this.database.tableNames()).containsExactly("casex");
	}

}
