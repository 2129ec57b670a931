package io.fletch.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.version.TableBranch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BranchesTests extends OpenDatabase {

	private Table table;

	@BeforeEach
	void fill() {
		this.table = this.database.createTable("t",
				new Schema(List.of(new Field("n", FieldType.notNullable(new ArrowType.Int(64, true)), null))));
		add(this.table, 0);
	}

	private static void add(Table table, long n) {
		table.add(List.of(Map.of("n", n)));
	}

	private static List<Object> numbers(Table table) {
		return table.scan().rows().stream().map((row) -> row.get("n")).toList();
	}

	@Test
	void beginsWithATaggedVersion() {
		this.table.tags().create("base", 2);
		add(this.table, 1);
		assertThat(numbers(this.table.branches().create("b", "base"))).containsExactly(0L);
		assertThatExceptionOfType(VersionNotFoundException.class)
			.isThrownBy(() -> this.table.branches().create("c", "none"))
			.withMessageContaining("no tag 'none'");
	}

	@Test
	void standsBesideTheBranchThatItBeganWith() {
		Table first = this.table.branches().create("first");
		add(first, 1);
		Table second = first.branches().create("second");
		add(second, 2);
		assertThat(numbers(second)).containsExactly(0L, 1L, 2L);
		assertThat(this.table.branches().list()).containsExactly("first", "second");
		assertThat(first.branches().list()).isEqualTo(second.branches().list()).containsExactly("first", "second");
		assertThat(numbers(this.table)).containsExactly(0L);
	}

	@Test
	void outlivesTheBranchThatItBeganWith() {
		Table first = this.table.branches().create("first");
		add(first, 1);
		Table second = first.branches().create("second");
		second.branches().delete("first");
		reopen();
		assertThat(numbers(this.table.branches().open("second"))).containsExactly(0L, 1L);
		assertThat(this.table.branches().open("second").verify().problems()).isEmpty();
	}

	private void reopen() {
		this.database.close();
		this.database = Database.open(this.folder);
		this.table = this.database.openTable("t");
	}

	@Test
	void usesTheTagsOfTheBranchThatItBeginsWith() {
		this.table.tags().create("base", 1);
		Table first = this.table.branches().create("first");
		add(first, 1);
		first.tags().create("base", 2);
		add(first, 2);
		assertThat(numbers(first.branches().create("second", "base"))).containsExactly(0L, 1L);
	}

	@Test
	void tellsWhereABranchBegan() {
		Instant before = Instant.now().minus(Duration.ofSeconds(1));
		Table first = this.table.branches().create("first", 1);
		add(first, 7);
		first.branches().create("second");
		reopen();
		TableBranch described = this.table.branches().describe("first");
		assertThat(described).isEqualTo(new TableBranch("first", null, 1, described.created()));
		assertThat(described.created()).isBetween(before, Instant.now());
		TableBranch second = this.table.branches().describe("second");
		assertThat(second).isEqualTo(new TableBranch("second", "first", 2, second.created()));
	}

	@Test
	void describesNoBranchThatIsNotThere() {
		assertThatExceptionOfType(VersionNotFoundException.class)
			.isThrownBy(() -> this.table.branches().describe("none"))
			.withMessageContaining("The table 't' has no branch 'none'");
	}

	@Test
	void refusesANameThatDiffersInCaseOnly() {
		this.table.branches().create("first");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.branches().create("First"))
			.withMessageContaining("'First' would differ from the branch 'first' only in case");
	}

	@Test
	void refusesANameThatIsTakenByAnyBranch() {
		Table first = this.table.branches().create("first");
		this.table.branches().create("second");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> first.branches().create("second"))
			.withMessageContaining("'t' already has a branch 'second'");
	}

	@Test
	void tellsWhereATableIsAndWhichBranchItReads() {
		Table branch = this.table.branches().create("b");
		assertThat(this.table.uri()).isEqualTo(this.folder.resolve("t.fletch").toString());
		assertThat(this.table.branch()).isNull();
		assertThat(branch.uri()).isEqualTo(this.folder.resolve("t.fletch/_branches/b").toString());
		assertThat(branch.branch()).isEqualTo("b");
		assertThat(branch.branches().open("b").branch()).isEqualTo("b");
	}

	@Test
	void tellsWhereATableInMemoryIs() {
		try (Database memory = Database.open("memory:")) {
			memory.namespaces().create("ns");
			Table table = memory.namespace("ns").createTable("t", this.table.schema());
			assertThat(table.uri()).isEqualTo("memory:ns.ns/t.fletch");
		}
	}

	@Test
	void isShownWithItsPlaceAndVersion() {
		String place = "t in " + this.table.uri();
		assertThat(this.table).hasToString("Table[" + place + ", version 2]");
		assertThat(this.table.branches().create("b"))
			.hasToString("Table[t@b in " + this.table.uri() + "/_branches/b, version 1]");
		Table old = this.table.checkout(1);
		assertThat(old).hasToString("Table[" + place + ", version 1, checked out]");
		old.close();
		assertThat(old).hasToString("Table[" + place + ", closed]");
	}

}
