package io.fletch.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.table.IndexChange;
import io.fletch.store.table.IndexMetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A later version of the library made an index of a kind that this one does not know.
 */
@ExtendWith(SeededRandom.class)
class UnknownIndexTests {

	private Table table;

	@BeforeEach
	void createIndexes(Random random) {
		FaultyDatabase faulty = new FaultyDatabase(random);
		this.table = faulty.database().createTable("t", DatabaseTests.ITEMS);
		this.table.add(List.of(DatabaseTests.row(1, "a"), DatabaseTests.row(2, "b")));
		faulty.table("t")
			.commitOnly(IndexChange.create(
					new IndexMetadata("later", "TRIGRAMS", Map.of("n", "3"), List.of(1), 0, Instant.EPOCH, List.of()),
					null));
		this.table.indexes().create(IndexDefinition.on("id"));
	}

	@Test
	void isPassedOverBySearchesWhichTellSo() {
		assertThat(this.table.scan().where("item = 'b'").rows()).containsExactly(DatabaseTests.row(2, "b"));
		assertThat(this.table.scan().where("id = 1 AND item = 'a'").rows()).hasSize(1);
		assertThat(this.table.scan().facets("item", 5)).hasSize(2);
		String told = "- index: 'later' is passed over (this version of the library does not know the kind TRIGRAMS)";
		assertThat(this.table.scan().where("id = 1").explain().toString()).contains(told, "[id_idx]");
		assertThat(this.table.scan().where("id = 1").analyze().toString()).contains(told);
	}

	@Test
	void isListedAndDropped() {
		assertThat(this.table.indexes().list()).extracting(IndexInfo::type)
			.containsExactly(IndexType.UNKNOWN, IndexType.BTREE);
		assertThat(this.table.indexes().get("later").problem()).contains("TRIGRAMS");
		this.table.indexes().drop("later");
		assertThat(this.table.indexes().list()).hasSize(1);
	}

	@Test
	void isLeftAsItIsByOptimize() {
		this.table.add(List.of(DatabaseTests.row(3, "c")));
		this.table.optimize();
		assertThat(this.table.indexes().get("id_idx").coverage().unindexedRows()).isZero();
		assertThat(this.table.indexes().list()).hasSize(2);
		assertThat(this.table.verify().problems()).isEmpty();
	}

	@Test
	void isRefusedWhereItIsNeeded() {
		assertThatExceptionOfType(UnsupportedFormatException.class)
			.isThrownBy(() -> this.table.indexes().rebuild("later"))
			.withMessage("The index 'later' is of the kind TRIGRAMS, which this version of the library does not know; "
					+ "use the version that made it, or drop it");
		assertThatExceptionOfType(UnsupportedFormatException.class)
			.isThrownBy(() -> this.table.indexes().prewarm("later"));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> IndexDefinition.on("id").type(IndexType.UNKNOWN))
			.withMessageContaining("name one of the others");
	}

}
