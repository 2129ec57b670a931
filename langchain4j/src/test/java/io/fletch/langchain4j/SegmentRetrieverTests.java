package io.fletch.langchain4j;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.context.retrieval.Condition;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.store.Database;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.text.TextQuery;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SegmentRetrieverTests {

	private final Database database = Database.open("memory:");

	private final EmbeddingModel model = new FletchEmbeddingModel(new HashedWordsFunction());

	private final FletchEmbeddingStore store = FletchEmbeddingStore.builder(this.database).build();

	private final SegmentRetriever retriever = new SegmentRetriever(this.store, this.model);

	@BeforeEach
	void fill() {
		add("Pears are green", new Metadata().put("file_name", "pears.md").put("year", 2020));
		add("Apples are red", new Metadata().put("title", "On apples").put("year", 2024));
		add("Lions sleep in the shade", new Metadata());
		this.store.add(this.model.embed("Pears without segment").content());
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void add(String text, Metadata metadata) {
		TextSegment segment = TextSegment.from(text, metadata);
		this.store.add(this.model.embed(segment).content(), segment);
	}

	private List<String> texts(RetrievalQuery query) {
		return this.retriever.retrieve(query).stream().map(RetrievedPassage::text).toList();
	}

	@Test
	void findsSegmentsByWordsAndMeaning() {
		for (QueryKind kind : QueryKind.values()) {
			List<RetrievedPassage> found = this.retriever.retrieve("green pears", kind, 1);
			assertThat(found).singleElement().satisfies((passage) -> {
				assertThat(passage.text()).isEqualTo("Pears are green");
				assertThat(passage.documentName()).isEqualTo("pears.md");
				assertThat(passage.source()).startsWith("segments@");
			});
		}
	}

	@Test
	void namesDocumentsByWhatTheirMetadataSay() {
		assertThat(this.retriever.retrieve("apples", QueryKind.TEXT, 1).getFirst().documentName())
			.isEqualTo("On apples");
		RetrievedPassage lions = this.retriever.retrieve("lions", QueryKind.TEXT, 1).getFirst();
		assertThat(lions.documentName()).isEqualTo(lions.id());
	}

	@Test
	void heedsWhatAQuerySays() {
		RetrievalQuery query = RetrievalQuery.of("Who knows?");
		assertThat(texts(query.kind(QueryKind.VECTOR).meaning("lions shade sleep").limit(1)))
			.containsExactly("Lions sleep in the shade");
		assertThat(texts(query.kind(QueryKind.TEXT).words(TextQuery.match("apples"))))
			.containsExactly("Apples are red");
		assertThat(texts(query.where(new Condition("integers['year'] > :year", Map.of("year", 2021)))))
			.containsExactly("Apples are red");
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> texts(query.timeout(Duration.ZERO)))
			.withMessageContaining("timed out after 0 ms");
	}

	@Test
	void tellsWhichConditionsFit() {
		Condition wrong = new Condition("color = 'red'");
		assertThat(this.retriever.takes(wrong)).isFalse();
		assertThat(this.retriever.takes(new Condition("strings['color'] = 'red'"))).isTrue();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> texts(RetrievalQuery.of("red").where(wrong)))
			.withMessageContaining("no column 'color'");
	}

	@Test
	void findsNothingWhereNothingWasAdded() {
		SegmentRetriever empty = new SegmentRetriever(FletchEmbeddingStore.builder(this.database).table("no").build(),
				this.model);
		assertThat(empty.retrieve("pears", QueryKind.AUTO, 3)).isEmpty();
		assertThat(empty.takes(new Condition("color = 'red'"))).isTrue();
	}

}
