package io.fletch.context.splitting;

class OverlappingSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return new RecursiveSplitter(100, 40);
	}

	@Override
	int maxCharacters() {
		return 100;
	}

	@Override
	int wholeWord() {
		return 59;
	}

}
