package io.fletch.context.splitting;

class WindowSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return new WindowSplitter(new SentenceSplitter(40), 3, 2, 1);
	}

	@Override
	int wholeWord() {
		return 40;
	}

}
