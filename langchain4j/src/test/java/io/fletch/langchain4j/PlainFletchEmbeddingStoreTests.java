package io.fletch.langchain4j;

class PlainFletchEmbeddingStoreTests extends FletchEmbeddingStoreContract {

	@Override
	boolean isHybrid() {
		return false;
	}

}
