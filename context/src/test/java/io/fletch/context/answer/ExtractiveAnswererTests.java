package io.fletch.context.answer;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.context.HashedWords;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExtractiveAnswererTests {

	private static final String FRUIT = "The apples of the garden are red. Ripe pears are green in the garden. "
			+ "Nobody eats wooden chairs at night.";

	private final HashedWords function = new HashedWords();

	private final ExtractiveAnswerer answerer = new ExtractiveAnswerer(this.function,
			new ExtractiveSettings(0.5, 0.4, 0.7, 3));

	@Test
	void citesTheSentenceThatFits() {
		List<RetrievedPassage> passages = Passages.of(FRUIT);
		Answer answer = this.answerer.answer("Which ripe pears are green?", passages);
		assertThat(answer.sentences()).containsExactly(
				new AnswerSentence("Ripe pears are green in the garden.", new Citation(1, "d0-0", 34, 69)));
		assertThat(cited(answer, passages)).containsExactly("Ripe pears are green in the garden.");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void refusesVectorsThatAreMissingOrBad(int wrong) {
		ExtractiveAnswerer answerer = new ExtractiveAnswerer(new Wrong(wrong == 1),
				new ExtractiveSettings(0.5, 0.3, 0.5, 2));
		assertThatThrownBy(() -> answerer.answer("Which ripe pears are green?", Passages.of(FRUIT)))
			.isInstanceOf(EmbeddingException.class)
			.hasMessageContaining("The embedding function 'wrong' gave")
			.hasMessageContaining("Mend the function");
	}

	@Test
	void answersNothingWhereNoSentenceFits() {
		assertThat(this.answerer.answer("Who won the election of president?", Passages.of(FRUIT)).isEmpty()).isTrue();
		assertThat(this.answerer.answer("Anything?", List.of()).isEmpty()).isTrue();
	}

	@Test
	void readsInTheOrderOfPassagesAndText() {
		List<RetrievedPassage> passages = Passages.of("Green pears are sweet fruit. Some pears are green and hard.",
				"Growing green pears takes much water.");
		Answer answer = this.answerer.answer("green pears", passages);
		assertThat(answer.sentences()).extracting(AnswerSentence::text)
			.containsExactly("Green pears are sweet fruit.", "Some pears are green and hard.",
					"Growing green pears takes much water.");
		assertThat(answer.sentences()).extracting((sentence) -> sentence.citation().number()).containsExactly(1, 1, 2);
	}

	@Test
	void takesASentenceOfOverlappingPassagesOnce() {
		String shared = "Ripe pears are green in the garden.";
		List<RetrievedPassage> passages = List.of(
				Passages.passage("d", 0, "Nobody eats wooden chairs now. " + shared, null),
				Passages.passage("d", 31, shared + " Trains run on iron rails.", null));
		Answer answer = this.answerer.answer("Are ripe pears green?", passages);
		assertThat(answer.sentences()).extracting(AnswerSentence::text).containsExactly(shared);
		assertThat(answer.sentences().getFirst().citation().number()).isEqualTo(1);
	}

	@Test
	void saysTheSameOnlyOnceWhereSomethingElseFits() {
		ExtractiveAnswerer two = new ExtractiveAnswerer(this.function, new ExtractiveSettings(0.5, 0.3, 0.5, 2));
		Answer answer = two.answer("pears green", Passages.of("The ripe pears are green today.",
				"The ripe pears are green today!", "Where pears stay green, frost was early."));
		assertThat(answer.sentences()).extracting(AnswerSentence::text)
			.containsExactly("The ripe pears are green today.", "Where pears stay green, frost was early.");
	}

	@Test
	void passesOverHeadingsCodeQuestionsAndFragments() {
		String text = "Green pears of gardens\n\nAre green pears ripe in gardens?\n\ngreen.pears(); ripe = gardens();"
				+ "\n\nGreen pears.\n\n- Green pears ripen late in gardens.";
		Answer answer = this.answerer.answer("green pears ripe gardens",
				List.of(Passages.passage("d", 0, text, "Guide > Green pears of gardens")));
		assertThat(answer.sentences()).extracting(AnswerSentence::text)
			.containsExactly("Green pears ripen late in gardens.");
	}

	@Test
	void putsSentencesOnOneLineButCitesThemExactly() {
		List<RetrievedPassage> passages = Passages
			.of("A line of wrapped text about the pears which stay green\nfor long.");
		Answer answer = this.answerer.answer("pears stay green", passages);
		assertThat(answer.sentences().getFirst().text())
			.isEqualTo("A line of wrapped text about the pears which stay green for long.");
		assertThat(cited(answer, passages)).containsExactly(passages.getFirst().text());
	}

	@Test
	void embedsEverySentenceOnce() {
		this.answerer.answer("green pears", Passages.of(FRUIT, FRUIT));
		assertThat(this.function.embedded()).isEqualTo(3);
	}

	@Test
	void refusesBlankQuestionsAndSettingsOutOfRange() {
		assertThatThrownBy(() -> this.answerer.answer(" ", Passages.of(FRUIT)))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("question must not be blank");
		assertThatThrownBy(() -> new ExtractiveSettings(1.1, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("meaning must be from 0 to 1, but was 1.1");
		assertThatThrownBy(() -> new ExtractiveSettings(0, Double.NaN, 0, 1))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("threshold");
		assertThatThrownBy(() -> new ExtractiveSettings(0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("maxSentences must be at least 1, but was 0");
	}

	static List<String> cited(Answer answer, List<RetrievedPassage> passages) {
		return answer.sentences()
			.stream()
			.map(AnswerSentence::citation)
			.map((citation) -> passages.get(citation.number() - 1).text().substring(citation.start(), citation.end()))
			.toList();
	}

	/**
	 * Gives a vector too few of texts, or no numbers for questions.
	 */
	private record Wrong(boolean isOfQuestions) implements EmbeddingFunction {

		@Override
		public String name() {
			return "wrong";
		}

		@Override
		public int dimensions() {
			return 2;
		}

		@Override
		public float[] embedQuery(String query) {
			return new float[] { this.isOfQuestions ? Float.NaN : 1, 0 };
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			List<float[]> vectors = sources.stream().map((source) -> new float[] { 1, 0 }).toList();
			return this.isOfQuestions ? vectors : vectors.subList(1, vectors.size());
		}

	}

}
