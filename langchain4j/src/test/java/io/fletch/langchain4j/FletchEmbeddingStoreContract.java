package io.fletch.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import org.junit.jupiter.api.AfterEach;

import io.fletch.store.Database;
import io.fletch.test.embedding.HashedWordsFunction;

/**
 * What LangChain4j asks of every store with metadata and filters.
 */
abstract class FletchEmbeddingStoreContract extends EmbeddingStoreWithFilteringIT {

	private final Database database = Database.open("memory:");

	private final EmbeddingModel model = new FletchEmbeddingModel(new HashedWordsFunction());

	private final EmbeddingStore<TextSegment> store = FletchEmbeddingStore.builder(this.database)
		.hybrid(isHybrid())
		.build();

	abstract boolean isHybrid();

	@AfterEach
	void close() {
		this.database.close();
	}

	@Override
	protected EmbeddingStore<TextSegment> embeddingStore() {
		return this.store;
	}

	@Override
	protected boolean supportsContains() {
		return true;
	}

	@Override
	protected EmbeddingModel embeddingModel() {
		return this.model;
	}

}
