package io.fletch.context.splitting;

class CodeSplitterContractTests extends SplitterContract {

	@Override
	Splitter splitter() {
		return new CodeSplitter(CodeLanguage.JAVA, 60);
	}

	@Override
	int maxCharacters() {
		return 60;
	}

}
