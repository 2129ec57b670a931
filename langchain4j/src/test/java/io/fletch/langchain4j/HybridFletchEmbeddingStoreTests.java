package io.fletch.langchain4j;

class HybridFletchEmbeddingStoreTests extends FletchEmbeddingStoreContract {

	@Override
	boolean isHybrid() {
		return true;
	}

}
