package io.fletch.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.version.CleanupPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A full-text index follows the columns that it is on.
 */
@ExtendWith(SeededRandom.class)
class FullTextColumnsTests {

	@TempDir
	private Path folder;

	private ThreeTextTables tables;

	@BeforeEach
	void fillTables(Random random) {
		this.tables = ThreeTextTables.create(this.folder, random);
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	@Test
	void aMarkedColumnKeepsItsIndexedSearchUntilTheIndexIsDropped(Random random) {
		this.tables.marked().indexes().create(IndexDefinition.fullText("title"));
		ThreeTextTables.requireSame(random, this.tables.together(), this.tables.marked());
		this.tables.marked().indexes().drop("title_fts_idx");
		ThreeTextTables.requireSame(random, this.tables.together(), this.tables.marked());
	}

	@Test
	void followsItsColumns() {
		this.tables.apart().columns().alter(ColumnAlteration.of("title").rename("heading"));
		this.tables.apart().columns().drop("body");
		assertThat(this.tables.apart().indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.columns()).containsExactly("heading"));
		assertThat(FullTextTables.found(this.tables.apart().search(TextQuery.match("w2 w11", "heading"))))
			.isEqualTo(FullTextTables.found(this.tables.marked().search(TextQuery.match("w2 w11", "title"))));
	}

	@Test
	void valuesThatAreFilledLaterAreFound() {
		TextQuery loud = TextQuery.match("loud", "loud");
		this.tables.together().columns().addComputed(Map.of("loud", "concat('loud ', title)"));
		this.tables.together().indexes().create(IndexDefinition.fullText("loud"));
		assertThat(FullTextTables.found(this.tables.together().search(loud))).isEmpty();
		this.tables.together().columns().refresh("loud");
		assertThat(FullTextTables.found(this.tables.together().search(loud))).hasSize(10);
		this.tables.together().checkout(this.tables.together().version() - 1).restore();
		assertThat(FullTextTables.found(this.tables.together().search(loud))).isEmpty();
		this.tables.together().update().set("title", "quiet").where("id = 5").execute();
		this.tables.together().columns().refresh("loud");
		assertThat(FullTextTables.found(this.tables.together().search(TextQuery.match("quiet", "loud")))).hasSize(1);
	}

	@Test
	void valuesThatAnotherProcessFilledBeforeItCleanedUpAreFound() {
		TextQuery loud = TextQuery.match("loud", "loud");
		this.tables.together().columns().addComputed(Map.of("loud", "concat('loud ', title)"));
		assertThat(FullTextTables.found(this.tables.together().search(loud).limit(5000))).isEmpty();
		try (Database other = this.tables.openElsewhere()) {
			Table elsewhere = other.openTable("together");
			elsewhere.columns().refresh("loud");
			elsewhere.delete("id = 5");
			elsewhere.optimize();
			elsewhere.cleanup(new CleanupPolicy(Duration.ofSeconds(-1), 1, Duration.ofSeconds(-1)));
			assertThat(FullTextTables.found(this.tables.together().search(loud).limit(5000)))
				.hasSize((int) elsewhere.countRows())
				.isEqualTo(FullTextTables.found(elsewhere.search(loud).limit(5000)));
		}
	}

	@Test
	void listsOfTextsAreIndexed() {
		Table lists = this.tables.database()
			.createTable("lists",
					new org.apache.arrow.vector.types.pojo.Schema(List.of(new Field("tags",
							org.apache.arrow.vector.types.pojo.FieldType.nullable(new ArrowType.List()),
							List.of(Field.nullable("item", new ArrowType.Utf8()))))));
		lists.add(List.of(Map.of("tags", List.of("red apple", "pear")), Map.of("tags", List.of("green apple"))));
		lists.indexes().create(IndexDefinition.fullText("tags"));
		assertThat(lists.search("pears").rows()).hasSize(1);
		assertThat(lists.search(TextQuery.phrase("apple pear")).rows()).hasSize(1);
	}

}
