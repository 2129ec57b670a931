package io.fletch.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.IndexNotFoundException;
import io.fletch.store.index.IndexDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An index follows the column that it is on.
 */
@ExtendWith(SeededRandom.class)
class IndexedColumnsTests {

	@TempDir
	private Path folder;

	private IndexedTables tables;

	private Table indexed;

	private Table plain;

	@BeforeEach
	void fillTwoTables(Random random) {
		this.tables = IndexedTables.create(this.folder, random);
		this.indexed = this.tables.indexed();
		this.plain = this.tables.plain();
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	@Test
	void anIndexFollowsItsColumn() {
		this.indexed.indexes().create(IndexDefinition.on("num"));
		this.indexed.indexes().create(IndexDefinition.on("cat"));
		this.indexed.columns().alter(ColumnAlteration.of("num").rename("amount"));
		this.indexed.columns().drop("cat");
		assertThat(this.indexed.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.columns()).containsExactly("amount"));
		assertThat(this.indexed.countRows("amount < 100", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
	}

	@Test
	void columnsThatSwapTheirNamesKeepTheirIndexes() {
		this.indexed.indexes().create(IndexDefinition.on("id"));
		this.indexed.indexes().create(IndexDefinition.on("num"));
		assertThat(this.indexed.countRows("num < 100 AND id >= 0", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
		this.indexed.columns().alter(ColumnAlteration.of("num").rename("id"), ColumnAlteration.of("id").rename("num"));
		assertThat(this.indexed.countRows("id < 100 AND num >= 0", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
		assertThat(this.indexed.countRows("num < 50", Map.of())).isEqualTo(50);
	}

	@Test
	void aColumnOfAnotherTypeIsIndexedAnew(Random random) {
		this.indexed.indexes().create(IndexDefinition.on("num"));
		this.indexed.columns()
			.alter(ColumnAlteration.of("num").retype(Field.nullable("num", new ArrowType.Int(64, true))));
		assertThat(this.indexed.countRows("num < 100", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
		this.indexed.optimize();
		assertThat(this.indexed.indexes().get("num_idx").coverage().unindexedRows()).isZero();
		assertThat(this.indexed.countRows("num < 100", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
	}

	@Test
	void aColumnThatIsDroppedWhileItsIndexIsReplacedTakesTheIndexWithIt() {
		this.indexed.indexes().create(IndexDefinition.on("cat"));
		AtomicBoolean isDropped = new AtomicBoolean();
		assertThatExceptionOfType(IndexNotFoundException.class)
			.isThrownBy(() -> this.indexed.indexes().create(IndexDefinition.on("cat"), (done, total) -> {
				if (isDropped.compareAndSet(false, true)) {
					this.indexed.columns().drop("cat");
				}
			}))
			.withMessageContaining("has no index 'cat_idx'");
		assertThat(this.indexed.indexes().list()).isEmpty();
		assertThat(this.indexed.countRows("id < 10")).isEqualTo(10);
	}

}
