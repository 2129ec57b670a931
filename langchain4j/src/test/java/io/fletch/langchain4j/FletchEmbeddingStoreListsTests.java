package io.fletch.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreAddAllContract;
import dev.langchain4j.store.embedding.EmbeddingStoreRemoveAllContract;
import org.junit.jupiter.api.AfterEach;

import io.fletch.store.Database;

/**
 * What LangChain4j asks of lists that are added and removed.
 */
class FletchEmbeddingStoreListsTests implements EmbeddingStoreAddAllContract, EmbeddingStoreRemoveAllContract {

	private final Database database = Database.open("memory:");

	@AfterEach
	void close() {
		this.database.close();
	}

	@Override
	public EmbeddingStore<TextSegment> embeddingStore() {
		return FletchEmbeddingStore.builder(this.database).build();
	}

}
