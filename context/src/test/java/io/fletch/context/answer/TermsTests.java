package io.fletch.context.answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TermsTests {

	@ParameterizedTest
	@CsvSource({ "index, indexes", "vector, vectors", "query, queries", "store, stored", "store, storing",
			"stop, stopped", "run, running", "file, files", "embed, embedding", "call, calls" })
	void makesFormsOfAWordEqual(String one, String other) {
		assertThat(Terms.of(one)).isEqualTo(Terms.of(other));
	}

	@Test
	void dropsStopWordsAccentsAndCase() {
		assertThat(Terms.of("What is the R\u00e9sum\u00e9 of GPT-4?")).containsExactly("resum", "gpt", "4");
	}

	@ParameterizedTest
	@CsvSource({ "class", "status", "analysis", "red", "king", "process" })
	void leavesWordsAloneThatOnlyLookInflected(String word) {
		assertThat(Terms.stem(word)).isEqualTo(word);
	}

}
