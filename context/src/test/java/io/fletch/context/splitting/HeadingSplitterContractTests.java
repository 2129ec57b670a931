package io.fletch.context.splitting;

class HeadingSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return new HeadingSplitter(70);
	}

	@Override
	int maxCharacters() {
		return 70;
	}

}
