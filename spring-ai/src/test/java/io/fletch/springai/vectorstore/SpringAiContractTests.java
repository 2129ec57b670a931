package io.fletch.springai.vectorstore;

import java.util.function.Consumer;

import org.springframework.ai.test.vectorstore.BaseVectorStoreTests;
import org.springframework.ai.vectorstore.VectorStore;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.Database;
import io.fletch.test.embedding.HashedWordsFunction;

/**
 * What Spring AI asks of every vector store.
 */
class SpringAiContractTests extends BaseVectorStoreTests {

	@Override
	protected void executeTest(Consumer<VectorStore> test) {
		try (Database database = Database.open("memory:")) {
			test.accept(
					FletchVectorStore.builder(database, new FletchEmbeddingModel(new HashedWordsFunction())).build());
		}
	}

}
