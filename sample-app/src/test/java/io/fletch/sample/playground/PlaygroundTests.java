package io.fletch.sample.playground;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.Passage;
import io.fletch.rerankers.RerankerRegistry;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlaygroundTests {

	private final RerankerRegistry rerankers = new RerankerRegistry().register(new Refusal());

	private final AtomicBoolean ingesting = new AtomicBoolean();

	@TempDir
	Path folder;

	private Database database;

	private Playground playground;

	private PassageMap map;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder, new EmbeddingFunctionRegistry().register(new Letters()));
		this.playground = new Playground(this.database, this.rerankers, this.rerankers.get("rrf"), List.of());
		this.map = new PassageMap(this.database, this.ingesting::get);
	}

	@AfterEach
	void close() {
		this.database.close();
		this.rerankers.close();
	}

	@Test
	void goesOnWithTablesThatWereMadeAnew() {
		add("a", "Apples are red.");
		assertThat(ids("vector", null)).containsExactly("a-0");
		assertThat(this.map.plot().points()).extracting(MapPoint::id).containsExactly("a-0");
		this.database.dropTable("passages");
		this.database.dropTable("documents");
		assertThat(ids("text", null)).isEmpty();
		assertThat(this.map.plot().points()).isEmpty();
		add("b", "Boats are blue.");
		assertThat(ids("hybrid", null)).containsExactly("b-0");
		assertThat(this.map.plot().points()).extracting(MapPoint::id).containsExactly("b-0");
		assertThat(this.map.place("boats", List.of("b-0")).points()).hasSize(1);
		assertThat(this.playground.filterLanguage().columns()).extracting(FilterLanguage.Column::name)
			.contains("documentId");
	}

	@Test
	void blamesTheFilterForItsOwnFaultsAlone() {
		add("a", "Apples are red.");
		assertThatExceptionOfType(InvalidFilterException.class).isThrownBy(() -> ids("vector", "prize > 1"))
			.withMessageContaining("no column 'prize'");
		assertThatExceptionOfType(InvalidFilterException.class)
			.isThrownBy(() -> ids("vector", "1 / (ordinal - ordinal) = 1"))
			.withMessageContaining("zero");
		for (String filter : new String[] { null, "ordinal = 0" }) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ids("rerank:refusal", filter))
				.withMessage("Refused");
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> this.playground.plan(new Trial("apples", "rerank:refusal", 3, filter)))
				.withMessage("Refused");
		}
	}

	@Test
	void drawsAnewOnlyNowAndThenWhileDocumentsAreIngested() {
		add("a", "Apples are red.");
		PassagePlot first = this.map.plot();
		this.ingesting.set(true);
		add("b", "Boats are blue.");
		assertThat(this.map.plot()).isSameAs(first);
		assertThat(this.map.place("boats", List.of("b-0")).version()).isEqualTo(first.version());
		this.ingesting.set(false);
		assertThat(this.map.plot().points()).extracting(MapPoint::id).containsExactlyInAnyOrder("a-0", "b-0");
	}

	private List<String> ids(String ranking, String filter) {
		return this.playground.run(new Trial("apples are red", ranking, 3, filter))
			.hits()
			.stream()
			.map(RankedPassage::id)
			.toList();
	}

	private void add(String document, String text) {
		IndexedDocument.table(this.database)
			.add(List.of(new IndexedDocument(document, document + ".txt", "text/plain", "hash", text.length(),
					IndexedDocument.READY, null, 1, Instant.EPOCH)));
		Passage.table(this.database)
			.add(List.of(new Passage(document + "-0", document, 0, text, null, 0, text.length(), null, null, null, null,
					null)));
	}

	/** Counts the letters of a text. */
	private static final class Letters implements EmbeddingFunction {

		@Override
		public String name() {
			return "letters";
		}

		@Override
		public int dimensions() {
			return 26;
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			return sources.stream().map(this::embedQuery).toList();
		}

		@Override
		public float[] embedQuery(String query) {
			float[] vector = new float[26];
			query.chars().filter((each) -> each >= 'a' && each <= 'z').forEach((each) -> vector[each - 'a']++);
			return vector;
		}

	}

	/** Finds fault with what is neither the filter's nor the reranker's making. */
	private static final class Refusal implements Reranker {

		@Override
		public String name() {
			return "refusal";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			throw new InvalidInputException("Refused");
		}

	}

}
