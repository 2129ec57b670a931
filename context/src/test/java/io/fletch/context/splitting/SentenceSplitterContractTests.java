package io.fletch.context.splitting;

class SentenceSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return new SentenceSplitter(50);
	}

	@Override
	int maxCharacters() {
		return 50;
	}

}
