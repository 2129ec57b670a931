package io.fletch.context.splitting;

import java.util.List;

class SeparatorSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return new RecursiveSplitter(80, 10, List.of("\n", "|"));
	}

	@Override
	int maxCharacters() {
		return 80;
	}

	@Override
	int wholeWord() {
		return 69;
	}

}
