package io.fletch.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.TextOptions;
import io.fletch.store.index.TextToken;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a full-text index is made with decides what it finds, and what is refused.
 */
@ExtendWith(SeededRandom.class)
class FullTextDefinitionTests {

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
	void isReplacedRebuiltPrewarmedAndDropped(Random random) {
		this.tables.together()
			.indexes()
			.create(IndexDefinition.fullText("title", "body").text(TextOptions.defaults().removeStopWords(false)));
		this.tables.together().indexes().rebuild("title_body_fts_idx");
		this.tables.together().indexes().prewarm("title_body_fts_idx");
		assertThat(this.tables.together().indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.options()).containsEntry("remove_stop_words", "false"));
		ThreeTextTables.requireSame(random, this.tables.marked(), this.tables.together());
		this.tables.together().indexes().drop("title_body_fts_idx");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.tables.together().search(TextQuery.match("w1")).hits())
			.withMessageContaining("has no full-text column");
	}

	@Test
	void theOptionsAreHeard() {
		Table table = this.tables.database().createTable("options", FullTextTables.schema(false));
		table.add(List.of(Map.of("id", 1L, "title", "les routes du café"), Map.of("id", 2L, "title", "hello")));
		table.indexes().create(IndexDefinition.fullText("title").text(TextOptions.defaults().language("French")));
		assertThat(table.search("route").rows()).hasSize(1);
		assertThat(table.search("cafe").rows()).hasSize(1);
		assertThat(table.search("les").rows()).isEmpty();
		table.indexes().create(IndexDefinition.fullText("title").text(TextOptions.defaults().ngrams(2, 3)));
		assertThat(table.search("ell").rows()).hasSize(1);
		table.indexes()
			.create(IndexDefinition.fullText("title")
				.text(TextOptions.defaults().tokenizer("whitespace").stem(false).asciiFolding(false).stopWords("du")));
		assertThat(table.search("cafe").rows()).isEmpty();
		assertThat(table.search("les").rows()).hasSize(1);
		assertThat(table.search("du").rows()).isEmpty();
	}

	@Test
	void tellsIntoWhichWordsATextIsCut() {
		assertThat(this.tables.together().indexes().tokens("title_body_fts_idx", "The running Dogs"))
			.containsExactly(new TextToken("run", 1, 4, 11), new TextToken("dog", 2, 12, 16));
		TextOptions options = TextOptions.defaults().stem(false).stopWords("lance");
		assertThat(Indexes.tokens(options, "the lance data")).extracting(TextToken::text)
			.containsExactly("the", "data");
		assertThat(Indexes.tokens(options.stopWords(), "the lance data")).hasSize(3);
		this.tables.together().indexes().create(IndexDefinition.on("id"));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.tables.together().indexes().tokens("id_idx", "a"))
			.withMessage("The index 'id_idx' is of the kind BTREE, which knows no words; name a full-text index");
	}

	@Test
	void aPhraseWithoutPositionsIsRefused() {
		this.tables.apart()
			.indexes()
			.create(IndexDefinition.fullText("title").text(TextOptions.defaults().positions(false)));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.tables.apart().search(TextQuery.phrase("w1 w2").in("title")).hits())
			.withMessage("The phrase 'w1 w2' cannot be found in the column 'title', as its index 'title_fts_idx' "
					+ "does not keep where words stand; create the index again with "
					+ "TextOptions.positions(true), or ask for the words by TextQuery.match with "
					+ "WordOperator.AND");
	}

	@Test
	void aPhraseThatIsTypedIsItsWordsWithoutPositions() {
		this.tables.apart()
			.indexes()
			.create(IndexDefinition.fullText("title").text(TextOptions.defaults().positions(false)));
		assertThat(FullTextTables.found(this.tables.apart().search(TextQuery.queryString("title:\"w1 w2\""))))
			.isEqualTo(FullTextTables
				.found(this.tables.apart().search(TextQuery.match("w1 w2", "title").with(WordOperator.AND))));
	}

	@Test
	void wrongColumnsAreNamed() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.tables.together().search(TextQuery.match("w1", "author")).hits())
			.withMessage(
					"The table has no column 'author' to search by words; its full-text columns are [title, body]");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.tables.apart().search(TextQuery.match("w1").and(TextQuery.match("w2", "id"))).hits())
			.withMessageContainingAll("The column 'id' has no full-text index", "its values are no texts",
					"ask one of [title, body]");
	}

	@Test
	void definitionsThatDoNotFitAreRefused() {
		Indexes indexes = this.tables.together().indexes();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.fullText("id")))
			.withMessageContaining("'id' of the type Int(64, true) cannot have an index of the kind FTS");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.fullText("title", "title")))
			.withMessageContaining("'title' twice");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(IndexDefinition::fullText)
			.withMessageContaining("needs a column");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes
				.create(IndexDefinition.fullText("title").text(TextOptions.defaults().language("Klingon"))))
			.withMessageContainingAll("Klingon", "is not known; take one of", "Turkish");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("id").text(TextOptions.defaults().stem(false))))
			.withMessage("An index of the kind BTREE has no option stem");
	}

}
