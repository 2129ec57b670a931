package io.fletch.context.retrieval;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.context.HashedWords;
import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.Passage;
import io.fletch.context.splitting.Span;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PassageRetrieverIntegrationTests {

	@TempDir
	private Path folder;

	private Database database;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder, new EmbeddingFunctionRegistry().register(new HashedWords()));
		this.database.table(IndexedDocument.class)
			.add(List.of(document("fruit", IndexedDocument.READY), document("coming", IndexedDocument.PENDING),
					document("gone", IndexedDocument.DELETED)));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest
	@EnumSource(QueryKind.class)
	void findsPassagesWithTheirDocuments(QueryKind kind) {
		add(passage("fruit", 0, "apples are red"), passage("fruit", 1, "pears are green"),
				passage("coming", 0, "plums are blue"));
		List<RetrievedPassage> found = retriever().retrieve("green pears", kind, 1);
		assertThat(found).extracting(RetrievedPassage::text).containsExactly("pears are green");
		assertThat(found.getFirst().documentName()).isEqualTo("fruit.txt");
		assertThat(found.getFirst().score()).isPositive();
	}

	@Test
	void findsWhatIsStoredOfDocumentsOnTheirWay() {
		add(passage("coming", 0, "plums are blue"));
		assertThat(retriever().retrieve("plums", QueryKind.TEXT, 5)).hasSize(1);
	}

	@Test
	void looksFurtherWherePassagesOfDeletedDocumentsAreInTheWay() {
		List<Passage> passages = new ArrayList<>();
		for (int index = 0; index < 50; index++) {
			passages.add(passage("gone", index, "green pears"));
		}
		passages.add(passage("unknown", 0, "green pears"));
		passages.add(passage("fruit", 0, "green pears and other fruit of the garden"));
		add(passages.toArray(Passage[]::new));
		for (QueryKind kind : QueryKind.values()) {
			assertThat(retriever().retrieve("green pears", kind, 2)).extracting(RetrievedPassage::id)
				.containsExactly("fruit-0");
		}
	}

	@Test
	void asksTheRerankerOfAHybridSearch() {
		add(passage("fruit", 0, "green pears"), passage("fruit", 1, "green apples"));
		for (QueryKind kind : List.of(QueryKind.HYBRID, QueryKind.AUTO)) {
			assertThat(new PassageRetriever(this.database, new Backwards()).retrieve("green pears", kind, 2))
				.extracting(RetrievedPassage::id)
				.containsExactly("fruit-1", "fruit-0");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TEXT", "VECTOR" })
	void ordersOneSideByARerankerOnlyIfItIsAsked(QueryKind kind) {
		add(passage("fruit", 0, "green pears"), passage("fruit", 1, "green apples"));
		PassageRetriever joined = new PassageRetriever(this.database, new Backwards());
		assertThat(joined.retrieve("green pears", kind, 2)).isEqualTo(retriever().retrieve("green pears", kind, 2));
		assertThat(joined.rerankedBy(new Backwards()).retrieve("green pears", kind, 2)).extracting(RetrievedPassage::id)
			.containsExactly("fruit-1", "fruit-0");
	}

	@Test
	void refusesWhatCannotBeAsked() {
		Retriever retriever = retriever();
		assertThatThrownBy(() -> retriever.retrieve(" ", QueryKind.TEXT, 1))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("question must not be blank");
		for (int limit : new int[] { 0, -1, 1001 }) {
			assertThatThrownBy(() -> retriever.retrieve("x", QueryKind.TEXT, limit))
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessage("limit must be from 1 to 1000, but was " + limit);
		}
	}

	private Retriever retriever() {
		return new PassageRetriever(this.database, null);
	}

	private void add(Passage... passages) {
		this.database.table(Passage.class).add(List.of(passages));
	}

	private static Passage passage(String document, int ordinal, String text) {
		return new Passage(document + "-" + ordinal, document, ordinal, text, new Span(0, text.length()));
	}

	private static IndexedDocument document(String id, String state) {
		return new IndexedDocument(id, id + ".txt", "text/plain", "0-0", 1, state, null, 1, Instant.EPOCH);
	}

	/**
	 * Puts later rows first.
	 */
	private static final class Backwards implements Reranker {

		@Override
		public String name() {
			return "backwards";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return rows.rankings()
				.stream()
				.flatMap((ranking) -> ranking.candidates().stream())
				.map(Candidate::rowId)
				.distinct()
				.map((rowId) -> new Candidate(rowId, rowId))
				.sorted((left, right) -> Double.compare(right.score(), left.score()))
				.toList();
		}

	}

}
