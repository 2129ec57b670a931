package io.fletch.context.retrieval;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TableRetrieverIntegrationTests {

	@TempDir
	private Path folder;

	private Database database;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder, new EmbeddingFunctionRegistry().register(new HashedWords()));
		this.database.table(Note.class)
			.add(List.of(new Note(7, "Pears", "green pears are sweet", null, 3, "de"),
					new Note(8, "Apples", "red apples are sour", null, null, "en"),
					new Note(9, "Plums", "blue plums are ripe", null, null, "en")));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void findsAnnotatedRecordsOfAnyTable() {
		RetrievedPassage found = notes().retrieve(RetrievalQuery.of("green pears").limit(1)).getFirst();
		assertThat(found.withScore(1))
			.isEqualTo(new RetrievedPassage("notes@" + this.database.openTable("notes").identity(), "7", "Pears",
					"Pears\ngreen pears are sweet", 1)
				.under(null, 3));
	}

	@Test
	void tellsTablesOfTheSameNameApart(@TempDir Path otherFolder) {
		this.database.namespaces().create("guests");
		Database guests = this.database.namespace("guests");
		guests.createTable(Note.class).add(List.of(new Note(7, "Pears", "yellow pears", null, null, "en")));
		try (Database other = Database.open(otherFolder, new EmbeddingFunctionRegistry().register(new HashedWords()))) {
			other.createTable(Note.class).add(List.of(new Note(7, "Pears", "brown pears", null, null, "en")));
			FusedRetriever all = FusedRetriever
				.of(List.of(notes(), TableRetriever.over(guests, Note.class), TableRetriever.over(other, Note.class)));
			assertThat(all.retrieve("pears", QueryKind.TEXT, 5)).extracting(RetrievedPassage::text)
				.containsExactlyInAnyOrder("Pears\ngreen pears are sweet", "Pears\nyellow pears", "Pears\nbrown pears");
		}
	}

	@Test
	void makesPassagesByAFunctionOfTheUser() {
		Retriever maps = new TableRetriever<>(this.database.openTable("notes"), (hit) -> new RetrievedPassage("maps",
				"m" + hit.row().get("id"), "n", (String) hit.row().get("text"), hit.score())
			.in("book", 10, null));
		RetrievedPassage found = maps.retrieve("sour", QueryKind.TEXT, 5).getFirst();
		assertThat(found.id()).isEqualTo("m8");
		assertThat(found.documentId()).isEqualTo("book");
		assertThat(found.span().start()).isEqualTo(10);
		assertThat(found.span().end()).isEqualTo(29);
	}

	@Test
	void passesConditionsWithTheirValues() {
		RetrievalQuery query = RetrievalQuery.of("are").kind(QueryKind.VECTOR);
		Condition english = new Condition("lang = :lang", Map.of("lang", "en"));
		assertThat(ids(query.where(english))).containsExactlyInAnyOrder("8", "9");
		assertThat(ids(query.where(english.and(new Condition("id > :least", Map.of("least", 8))))))
			.containsExactly("9");
		assertThat(ids(query.where(new Condition("lang = :lang", Map.of("lang", "en' OR 'a' = 'a"))))).isEmpty();
		assertThatThrownBy(() -> ids(query.where(new Condition("tongue = 'en'"))))
			.isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("tongue");
	}

	@Test
	void embedsTheMeaningAndAsksForTheWords() {
		RetrievalQuery query = RetrievalQuery.of("nothing").limit(1);
		assertThat(ids(query.meaning("sour red apples").kind(QueryKind.VECTOR))).containsExactly("8");
		assertThat(ids(query.words(TextQuery.match("plums")).kind(QueryKind.TEXT))).containsExactly("9");
		assertThat(ids(query.limit(2).meaning("sour red apples are").words(TextQuery.match("plums"))))
			.containsExactlyInAnyOrder("8", "9");
	}

	@Test
	void letsARerankerJudgeByTheQuestionWhateverWasEmbedded() {
		Retriever judged = notes().rerankedBy(new AskedReranker());
		List<RetrievedPassage> found = judged
			.retrieve(RetrievalQuery.of("blue plums are ripe").meaning("green pears are sweet"));
		assertThat(found).extracting(RetrievedPassage::id).startsWith("9");
	}

	@Test
	void asksARerankerOfFewRowsOnce() {
		AtomicInteger asked = new AtomicInteger();
		Reranker paid = new Reranker() {

			@Override
			public String name() {
				return "paid";
			}

			@Override
			public List<Candidate> rerank(RankedRows rows) {
				asked.incrementAndGet();
				return rows.fused().stream().limit(1).toList();
			}

			@Override
			public int mostRows() {
				return 1;
			}

		};
		assertThat(notes().rerankedBy(paid).retrieve(RetrievalQuery.of("pears apples plums").limit(3))).hasSize(1);
		assertThat(asked).hasValue(1);
	}

	@Test
	void leavesADrawnConditionOffTablesThatLackItsColumns() {
		this.database.table(Words.class).add(List.of(new Words("w", "sour words")));
		FusedRetriever both = FusedRetriever.of(List.of(notes(), TableRetriever.over(this.database, Words.class)));
		RetrievalQuery query = RetrievalQuery.of("sour sweet").kind(QueryKind.TEXT);
		Condition drawn = new Condition("lang = :drawn0", Map.of("drawn0", "en"));
		FusedPassages found = both.retrieveAll(List.of(query), drawn);
		assertThat(found.passages()).extracting(RetrievedPassage::id).containsExactlyInAnyOrder("8", "w");
		assertThat(found.notes())
			.containsExactly("the condition lang = :drawn0 does not fit the rows of retriever 2; it was asked without");
		assertThat(both.takes(drawn)).isFalse();
		assertThatThrownBy(() -> both.retrieve(query.where(drawn))).isInstanceOf(RetrievalException.class)
			.hasMessageContaining("lang");
	}

	@Test
	void stopsWhenTheTimeIsOverOrTheThreadIsInterrupted() {
		assertThatThrownBy(() -> ids(RetrievalQuery.of("pears").timeout(Duration.ZERO)))
			.isInstanceOf(CancelledException.class)
			.hasMessageContaining("timed out");
		Thread.currentThread().interrupt();
		assertThatThrownBy(() -> ids(RetrievalQuery.of("pears"))).isInstanceOf(CancelledException.class)
			.hasMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void asksTablesOfWordsAloneAndOfVectorsAlone() {
		this.database.table(Words.class).add(List.of(new Words("w", "green pears")));
		this.database.table(Meanings.class).add(List.of(new Meanings("green pears", null)));
		RetrievalQuery asked = RetrievalQuery.of("pears").meaning("green pears").words(TextQuery.match("green"));
		for (RetrievalQuery query : List.of(RetrievalQuery.of("green pears"), asked)) {
			assertThat(TableRetriever.over(this.database, Words.class).retrieve(query)).hasSize(1);
			assertThat(TableRetriever.over(this.database, Meanings.class).retrieve(query)).hasSize(1);
		}
	}

	@Test
	void saysWhatARecordWithoutTextLacks() {
		assertThatThrownBy(() -> TableRetriever.over(this.database, Numbers.class))
			.isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("mark a String component with @FullText");
	}

	@Test
	void refusesSpansThatAreNotAsLongAsTheText() {
		RetrievedPassage passage = new RetrievedPassage("s", "i", "n", "text", 0);
		assertThatThrownBy(() -> passage.withText("longer", passage.span()))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("The span of passage 'i' must be as long as its text, 6 characters, but is from 0 to 4");
	}

	private List<String> ids(RetrievalQuery query) {
		return notes().retrieve(query).stream().map(RetrievedPassage::id).toList();
	}

	private TableRetriever<Note> notes() {
		return TableRetriever.over(this.database, Note.class);
	}

	@Table("notes")
	private record Note(@Id int id, @FullText String title, @FullText String text,
			@VectorField(source = "text") float @Nullable [] vector, @Nullable Integer page, String lang) {
	}

	@Table("words")
	private record Words(@Id String id, @FullText String text) {
	}

	@Table("meanings")
	private record Meanings(String text, @VectorField(source = "text") float @Nullable [] vector) {
	}

	@Table("numbers")
	private record Numbers(@Id int id) {
	}

}
