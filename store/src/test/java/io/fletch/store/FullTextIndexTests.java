package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.index.IndexType;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table with full-text indexes finds the same rows with the same scores as one without,
 * whatever happens to both.
 */
@ExtendWith(SeededRandom.class)
class FullTextIndexTests {

	@TempDir
	private Path folder;

	private ThreeTextTables tables;

	private Table together;

	private Table marked;

	@BeforeEach
	void fillTables(Random random) {
		this.tables = ThreeTextTables.create(this.folder, random);
		this.together = this.tables.together();
		this.marked = this.tables.marked();
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	@Test
	void answersAsWithoutAnIndex(Random random) {
		this.tables.requireSame(random);
	}

	@Test
	void followsWhateverHappensToTheTable(Random random) {
		for (Table table : this.tables.all()) {
			table.tags().create("before", table.version());
			table.delete("id % 10 = 3");
			table.update().where("id % 97 = 1").set("title", "w4 w4 w170").execute();
		}
		this.tables.requireSame(random);
		this.tables.add(random, 5000, 300);
		this.tables.add(random, 6000, 1);
		List<Map<String, @Nullable Object>> changes = FullTextTables.rows(random, 1400, 400);
		this.tables.all()
			.forEach((table) -> table.mergeInsert("id")
				.whenMatchedUpdateAll()
				.whenNotMatchedInsertAll()
				.execute(changes));
		this.tables.requireSame(random);
		this.tables.all().forEach(Table::optimize);
		assertThat(this.together.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.coverage().unindexedRows()).isZero());
		this.tables.requireSame(random);
		this.tables.all().forEach((table) -> table.checkout("before").restore());
		this.tables.requireSame(random);
		this.tables.all().forEach(Table::optimize);
		this.tables.requireSame(random);
	}

	@Test
	void everyOtherRowIsFoundInTheOrderOfTheRows(Random random) {
		this.tables.add(random, 5000, 200);
		this.tables.all().forEach((table) -> table.delete("id % 10 = 3"));
		TextQuery none = new TextQuery.Combination(List.of(), List.of(), List.of(TextQuery.match("the")));
		Map<TextQuery, TextQuery> refused = Map.of(TextQuery.queryString("-w1"), TextQuery.queryString("w1"),
				TextQuery.queryString("-title:w1 -body:w2"), TextQuery.queryString("title:w1 body:w2"), none,
				TextQuery.match("the"));
		for (TextQuery query : refused.keySet()) {
			long others = this.together.countRows()
					- FullTextTables.found(this.together.search(refused.get(query)).limit(5000)).size();
			for (int limit : new int[] { 1, 40, 5000 }) {
				assertThat(FullTextTables.found(this.tables.apart().search(query).limit(limit)))
					.isEqualTo(FullTextTables.found(this.together.search(query).limit(limit)))
					.hasSize((int) Math.min(limit, others));
				assertThat(FullTextTables.found(this.tables.apart().search(query).indexedOnly().limit(limit)))
					.isEqualTo(FullTextTables.found(this.together.search(query).indexedOnly().limit(limit)))
					.hasSizeBetween(1, (int) Math.min(limit, others));
			}
		}
	}

	@Test
	void smallAppendsAreFoundOneByOne(Random random) {
		for (int i = 0; i < 30; i++) {
			this.tables.add(random, 10_000 + i, 1);
			TextQuery query = TextQuery.match("w1 w2 w" + i);
			assertThat(FullTextTables.found(this.together.search(query)))
				.isEqualTo(FullTextTables.found(this.marked.search(query)));
		}
		this.tables.requireSame(random);
	}

	@Test
	void everyVersionAnswersWithWhatItKnew(Random random) {
		long before = this.marked.version();
		List<FullTextTables.Found> then = FullTextTables.found(this.marked.search(TextQuery.match("w3 w8")));
		long indexedBefore = this.together.version();
		this.tables.add(random, 3000, 200);
		this.tables.all().forEach((table) -> table.delete("id % 2 = 0"));
		this.together.optimize();
		assertThat(FullTextTables.found(this.marked.search(TextQuery.match("w3 w8")))).isNotEqualTo(then);
		assertThat(FullTextTables.found(this.marked.checkout(before).search(TextQuery.match("w3 w8")))).isEqualTo(then);
		assertThat(FullTextTables.found(this.together.checkout(indexedBefore).search(TextQuery.match("w3 w8"))))
			.isEqualTo(then);
		ThreeTextTables.requireSame(random, this.marked, this.together);
	}

	@Test
	void answersTheSameAfterReopening(Random random) {
		this.tables.add(random, 3000, 20);
		List<FullTextTables.Found> before = FullTextTables.found(this.together.search(TextQuery.match("w3 w8")));
		this.tables.reopen();
		assertThat(FullTextTables.found(this.tables.together().search(TextQuery.match("w3 w8")))).isEqualTo(before);
		assertThat(FullTextTables.found(this.tables.marked().search(TextQuery.match("w3 w8")))).isEqualTo(before);
		assertThat(this.tables.together().verify().problems()).isEmpty();
	}

	@Test
	void aDamagedSegmentIsPassedOverAndBuiltAnew(Random random) throws IOException {
		this.tables.close();
		try (Stream<Path> files = Files.list(this.folder.resolve("together.fletch/_indices"))) {
			for (Path file : files.toList()) {
				byte[] bytes = Files.readAllBytes(file);
				bytes[bytes.length / 2] ^= 1;
				Files.write(file, bytes);
			}
		}
		this.tables.reopen();
		this.together = this.tables.together();
		this.marked = this.tables.marked();
		ThreeTextTables.requireSame(random, this.marked, this.together);
		this.together.optimize();
		assertThat(this.together.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.coverage().unindexedRows()).isZero());
		ThreeTextTables.requireSame(random, this.marked, this.together);
	}

	@Test
	void pagesAreSlicesOfTheWhole() {
		List<FullTextTables.Found> whole = FullTextTables
			.found(this.together.search(TextQuery.match("w1 w2")).limit(400));
		List<FullTextTables.Found> pages = new ArrayList<>();
		for (int page = 0; page < 8; page++) {
			pages.addAll(
					FullTextTables.found(this.together.search(TextQuery.match("w1 w2")).offset(page * 50).limit(50)));
		}
		assertThat(whole).hasSize(400);
		assertThat(pages).isEqualTo(whole);
	}

	@Test
	void tellsWhatItCovers(Random random) {
		this.tables.add(random, 3000, 40);
		IndexInfo index = this.together.indexes().get("title_body_fts_idx");
		assertThat(index.type()).isEqualTo(IndexType.FTS);
		assertThat(index.columns()).containsExactly("title", "body");
		assertThat(index.options()).containsEntry("language", "English").containsEntry("with_position", "true");
		assertThat(index.coverage().indexedRows()).isEqualTo(1500);
		assertThat(index.coverage().unindexedRows()).isEqualTo(40);
	}

	@Test
	void aPlainTextIsOnlyWords() {
		for (Table table : this.tables.all()) {
			List<FullTextTables.Found> words = FullTextTables.found(table.search("w3 w8"));
			assertThat(FullTextTables.found(table.search("+w3 -w8"))).isEqualTo(words);
			for (String typed : List.of("\"", "title:", "~", "*", "(", "w1 AND", "\\", "\u0000", "a".repeat(100_000))) {
				assertThat(table.search(typed).hits()).hasSizeLessThanOrEqualTo(10);
				assertThat(table.search(TextQuery.queryString(typed)).hits()).hasSizeLessThanOrEqualTo(10);
			}
		}
	}

}
