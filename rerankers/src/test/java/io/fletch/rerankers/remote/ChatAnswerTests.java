package io.fletch.rerankers.remote;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.embedding.EmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class ChatAnswerTests {

	private static double[] scores(String content, int texts) {
		return new ChatAnswer(List.of(new ChatAnswer.Choice(new ChatAnswer.Message(content)))).scores(texts);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"scores\": [{\"index\": 1, \"score\": 5}, {\"index\": 0, \"score\": 10}]}",
			"[{\"index\": 1, \"score\": 5}, {\"index\": 0, \"score\": 10}]",
			"```json\n{\"scores\": [{\"index\": 1, \"score\": 5}, {\"index\": 0, \"score\": 10}]}\n```",
			"Sure! {\"scores\": [{\"index\": \"1\", \"score\": \" 5.0 \"}, {\"index\": 0, \"score\": 10}]} I hope it helps",
			"{\"thought\": \"x\", \"scores\": [{\"index\": 1, \"score\": 5, \"why\": \"[}\"}, {\"index\": 0, \"score\": 11}]}",
			"Scores from [0-10]: {\"scores\": [{\"index\": 1, \"score\": 5}, {\"index\": 0, \"score\": 10}]}",
			"Judged as in [1]: [{\"index\": 1, \"score\": 5}, {\"index\": 0, \"score\": 10}]",
			"{\"scores\": [{\"index\": 1, \"score\": 5}, {\"index\": 0, \"score\": 10}]} I left {nothing} out.",
			"[{\"index\": 1, \"score\": 5}, {\"index\": 0, \"score\": 10}] or [{\"index\": 1, \"score\": 1}]" })
	void readsScoresWhateverStandsAround(String content) {
		assertThat(scores(content, 2)).containsExactly(new double[] { 1, 0.5 }, within(1e-9));
	}

	@Test
	void takesTextsThatWereLeftOutForTheWorst() {
		assertThat(scores("{\"scores\": [{\"index\": 2, \"score\": 5}]}", 3)).containsExactly(0, 0, 0.5);
	}

	@Test
	void passesOverWhatMeansNothing() {
		assertThat(scores("{\"scores\": [{\"index\": 0, \"score\": -4}, {\"index\": 0, \"score\": 9}, "
				+ "{\"index\": 9, \"score\": 9}, {\"index\": -1, \"score\": 9}, {\"index\": 1, \"score\": \"high\"}, "
				+ "{\"score\": 3}, 7, null, {\"index\": 2, \"score\": 1}]}", 3))
			.containsExactly(0, 0, 0.1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "I cannot do that | no JSON: 'I cannot do that'", "{\"scores\": [{] } | broken JSON: ",
					"{\"scores\": []} | no score of any of 2 texts: '{\"scores\": []}'",
					"{\"scores\": \"none\"} | no score of any of 2 texts", "} { | no JSON", "~~ | no JSON: ''" })
	void tellsWhatTheModelSaidInPlaceOfScores(String content, String message) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> scores(content, 2))
			.withMessageStartingWith("the model answered " + message)
			.withMessageEndingWith("Choose another by the option 'model', or a smaller 'batch-size'.");
	}

	@ParameterizedTest
	@Timeout(10)
	@ValueSource(strings = { "[", "{", "[1]", "{\"a\":", "[ " })
	void triesSomeBracketsOnly(String bracket) {
		String content = bracket.repeat(200_000) + "[{\"index\": 0, \"score\": 1}]";
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> scores(content, 2))
			.withMessageStartingWith("the model answered ");
	}

	@Test
	void refusesAnAnswerThatBreaksOff() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> scores("{\"scores\": [{\"index\": 0, \"score\": 7}, {\"index\": 1, \"sc", 2))
			.withMessageStartingWith("the model answered broken JSON");
	}

	@Test
	void refusesAnswersWithoutAMessage() {
		for (ChatAnswer answer : List.of(new ChatAnswer(null), new ChatAnswer(List.of()),
				new ChatAnswer(List.of(new ChatAnswer.Choice(null))),
				new ChatAnswer(List.of(new ChatAnswer.Choice(new ChatAnswer.Message(null)))))) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> answer.scores(1))
				.withMessageStartingWith("the model answered no message");
		}
	}

	@Test
	void quotesTheBeginningOnly() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> scores("no\n".repeat(1000), 1))
			.withMessageContaining("no no no")
			.withMessageContaining("...'")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(400));
	}

}
