package io.fletch.store.index.text;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextAnalysisTests {

	@Test
	void wordsOfEnglishAreStemmedAndStopWordsKeepTheirPlace() {
		assertThat(TextAnalysis.ENGLISH.tokenize("The quick foxes"))
			.containsExactly(new TextAnalysis.Token("quick", 1, 4, 9), new TextAnalysis.Token("fox", 2, 10, 15));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			Arabic, 'الكتاب في البيت', 'كتاب بيت'
			Danish, 'husene og børnene', 'hus born'
			Dutch, 'de fietsen', 'fiets'
			English, 'running horses', 'run hors'
			Finnish, 'talossa ja autossa', 'talo auto'
			French, 'les chevaux et la route', 'cheval rout'
			German, 'die Häuser', 'haus'
			Greek, 'και ανθρώπων', 'ανθρωπ'
			Hungarian, 'a házakban', 'haz'
			Italian, 'le bambine e i ragazzi', 'bambin ragazz'
			Norwegian, 'husene og bilene', 'hus bil'
			Portuguese, 'as meninas e os livros', 'menin livr'
			Romanian, 'copiilor și cărților', 'cop cart'
			Russian, 'и книгами', 'книг'
			Spanish, 'los gatos y las niñas', 'gat nin'
			Swedish, 'husen och flickorna', 'hus flick'
			Tamil, 'வீடுகள்', 'வீடு'
			Turkish, 've kitaplar', 'kitap'
			""")
	void everyLanguageHasStemsAndStopWords(String language, String text, String tokens) {
		TextAnalysis analysis = TextAnalysis.of(Map.of("language", language));
		assertThat(words(analysis, text)).containsExactly(tokens.split(" "));
	}

	@Test
	void aLanguageThatIsNotKnownIsRefusedWithAList() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> TextAnalysis.of(Map.of("language", "klingon")))
			.withMessage("The language \"klingon\" is not known; take one of Arabic, Danish, Dutch, English, Finnish, "
					+ "French, German, Greek, Hungarian, Italian, Norwegian, Portuguese, Romanian, Russian, Spanish, "
					+ "Swedish, Tamil, Turkish");
	}

	@Test
	void ownStopWordsTakeThePlaceOfTheBuiltInOnes() {
		TextAnalysis analysis = TextAnalysis.of(Map.of("stem", "false", "custom_stop_words", "lance"));
		assertThat(words(analysis, "the Lance data")).containsExactly("the", "data");
	}

	@Test
	void anEmptyListOfStopWordsLeavesEveryWord() {
		TextAnalysis analysis = TextAnalysis.of(Map.of("stem", "false", "custom_stop_words", ""));
		assertThat(words(analysis, "the lance data")).containsExactly("the", "lance", "data");
	}

	@Test
	void wordsOfTheGreatestLengthAndMoreAreLeftOut() {
		TextAnalysis analysis = SampleTexts.PLAIN.with("max_token_length", "4");
		assertThat(words(analysis, "one four three " + "x".repeat(100_000))).containsExactly("one");
	}

	@Test
	void rawTextsAreOneToken() {
		TextAnalysis analysis = TextAnalysis.of(Map.of("base_tokenizer", "raw"));
		assertThat(words(analysis, "The Running Café")).containsExactly("the running cafe");
	}

	@Test
	void whitespaceKeepsPunctuation() {
		TextAnalysis analysis = SampleTexts.PLAIN.with("base_tokenizer", "whitespace").with("lower_case", "false");
		assertThat(words(analysis, "C++ and C#")).containsExactly("C++", "and", "C#");
	}

	@Test
	void piecesAreOfWordsOnly() {
		TextAnalysis analysis = TextAnalysis.of(Map.of("base_tokenizer", "ngram"));
		assertThat(words(analysis, "lance db")).containsExactly("lan", "anc", "nce");
	}

	@Test
	void piecesAtTheBeginningAreOfEveryWord() {
		TextAnalysis analysis = TextAnalysis
			.of(Map.of("base_tokenizer", "ngram", "ngram_min_length", "2", "prefix_only", "true"));
		assertThat(words(analysis, "lance data")).containsExactly("la", "lan", "da", "dat");
	}

	@Test
	void chineseJapaneseAndKoreanAreCutIntoPairs() {
		TextAnalysis analysis = TextAnalysis.of(Map.of("base_tokenizer", "cjk"));
		assertThat(words(analysis, "Hello, 東京都 서울시!")).containsExactly("hello", "東京", "京都", "서울", "울시");
	}

	@Test
	void emojiAreNoWordsOfTheSimpleTokenizer() {
		assertThat(words(TextAnalysis.ENGLISH, "cats 😀🐈‍⬛ dogs")).containsExactly("cat", "dog");
	}

	@Test
	void emojiAreWordsOfTheTokenizerOfUnicode() {
		TextAnalysis analysis = TextAnalysis.of(Map.of("base_tokenizer", "cjk"));
		assertThat(words(analysis, "cats 😀 dogs")).containsExactly("cat", "😀", "dog");
	}

	@Test
	void nothingGivesNoTokens() {
		assertThat(words(TextAnalysis.ENGLISH, "")).isEmpty();
	}

	@Test
	void optionsBringTheAnalysisBack() {
		TextAnalysis analysis = TextAnalysis.of(Map.of("language", "French", "custom_stop_words", "le la"));
		assertThat(TextAnalysis.of(analysis.options())).isEqualTo(analysis);
	}

	@Test
	void anOptionThatIsNotKnownIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> TextAnalysis.of(Map.of("langage", "French")))
			.withMessageStartingWith("The option \"langage\" of a full-text index is not known; there are [");
	}

	@ParameterizedTest
	@CsvSource({ "stem, yes, The option stem is \"yes\": give true or false",
			"max_token_length, 0, The option max_token_length is \"0\": give a number from 2 to 8192",
			"ngram_min_length, 4, The ngram_min_length 4 is greater than the ngram_max_length 3",
			"base_tokenizer, icu, 'The base tokenizer \"icu\" is not known; take simple, whitespace, raw, ngram, cjk "
					+ "(cjk for Chinese, Japanese and Korean)'" })
	void valuesThatAreNotPossibleAreRefused(String option, String value, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TextAnalysis.of(Map.of(option, value)))
			.withMessage(message);
	}

	private static List<String> words(TextAnalysis analysis, String text) {
		return analysis.tokenize(text).stream().map(TextAnalysis.Token::text).toList();
	}

}
