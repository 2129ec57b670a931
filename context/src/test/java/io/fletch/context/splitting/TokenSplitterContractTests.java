package io.fletch.context.splitting;

import io.fletch.context.HashedWords;

class TokenSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return TokenSplitter.by(new HashedWords(), 30, 10);
	}

	@Override
	int wholeWord() {
		return 59;
	}

}
