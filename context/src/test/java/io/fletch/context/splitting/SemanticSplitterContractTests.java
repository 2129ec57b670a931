package io.fletch.context.splitting;

import io.fletch.context.HashedWords;

class SemanticSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return new SemanticSplitter(new HashedWords(), 80, 75);
	}

	@Override
	int maxCharacters() {
		return 80;
	}

}
