package io.fletch.context.splitting;

class RecursiveSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return new RecursiveSplitter(60, 0);
	}

	@Override
	int maxCharacters() {
		return 60;
	}

}
