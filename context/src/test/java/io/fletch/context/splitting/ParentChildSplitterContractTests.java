package io.fletch.context.splitting;

class ParentChildSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return new ParentChildSplitter(new RecursiveSplitter(300, 0), new SentenceSplitter(40));
	}

	@Override
	int maxCharacters() {
		return 40;
	}

}
