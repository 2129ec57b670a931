package io.fletch.springai.vectorstore;

import java.util.List;
import java.util.Map;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ObservationTests extends OpenStore {

	@Test
	void everyOperationIsObserved() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		FletchVectorStore observed = FletchVectorStore.builder(this.database, MODEL)
			.observationRegistry(observations)
			.build();
		assertThat(observed.count()).isZero();
		observed.add(List.of(new Document("a", "lions", Map.of())));
		observed.similaritySearch(SearchRequest.builder().query("lions").topK(3).similarityThreshold(0.5).build());
		observed.delete(List.of("a"));
		for (String operation : List.of("add", "query", "delete")) {
			TestObservationRegistryAssert.assertThat(observations)
				.hasAnObservation((observation) -> observation.hasContextualNameEqualTo("fletch " + operation)
					.hasNameEqualTo("db.vector.client.operation")
					.hasLowCardinalityKeyValue("db.system", "fletch")
					.hasLowCardinalityKeyValue("db.operation.name", operation)
					.hasLowCardinalityKeyValue("spring.ai.kind", "vector_store")
					.hasHighCardinalityKeyValue("db.collection.name", "vector_store")
					.hasHighCardinalityKeyValue("db.vector.dimension_count", "256")
					.hasHighCardinalityKeyValue("db.vector.field_name", "embedding")
					.hasHighCardinalityKeyValue("db.search.similarity_metric", "cosine"));
		}
		assertThat(observed.count()).isZero();
	}

	@Test
	void theOpeningOfTheTableIsObserved() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		FletchVectorStore observed = FletchVectorStore.builder(this.database, MODEL)
			.initializeSchema(false)
			.observationRegistry(observations)
			.build();
		assertThatExceptionOfType(TableNotFoundException.class)
			.isThrownBy(() -> observed.add(List.of(new Document("a", "lions", Map.of()))))
			.withMessageContaining("'vector_store'");
		TestObservationRegistryAssert.assertThat(observations)
			.hasSingleObservationThat()
			.hasContextualNameEqualTo("fletch add")
			.hasHighCardinalityKeyValue("db.collection.name", "vector_store")
			.hasHighCardinalityKeyValue("db.vector.field_name", "embedding")
			.hasBeenStopped()
			.thenError()
			.isInstanceOf(TableNotFoundException.class)
			.hasMessageContaining("'vector_store'");
	}

	@Test
	void aFailedOperationIsObservedWithItsError() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		add("a", "lions", Map.of());
		FletchVectorStore observed = FletchVectorStore
			.builder(this.database, new FletchEmbeddingModel(new HashedWordsFunction("small", 8)))
			.observationRegistry(observations)
			.build();
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> observed.similaritySearch("lions"))
			.withMessageContaining("'vector_store'");
		TestObservationRegistryAssert.assertThat(observations)
			.hasSingleObservationThat()
			.hasContextualNameEqualTo("fletch query")
			.hasBeenStopped()
			.thenError()
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("'vector_store'");
	}

}
