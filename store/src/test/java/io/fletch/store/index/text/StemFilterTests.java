package io.fletch.store.index.text;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.SeededRandom;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SeededRandom.class)
class StemFilterTests {

	private static final String LETTERS = "aeiouyäéßnrstldgmkbcfhpvwáσπатио";

	private static final String[] ENDINGS = { "s", "ing", "ed", "ation", "ly", "en", "er", "es", "ung", "ость", "ção" };

	@ParameterizedTest
	@EnumSource
	void givesTheStemsOfSnowballForManyWordsAndRepeatedOnes(Language language, Random random) throws IOException {
		List<String> words = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			words.add((i % 3 > 0) ? words.get(random.nextInt(words.size())) : word(random));
		}
		String text = String.join(" ", words);
		Tokenizer ours = tokenizer(text);
		Tokenizer theirs = tokenizer(text);
		assertThat(tokens(new StemFilter(ours, language.stemmer())))
			.isEqualTo(tokens(new SnowballFilter(theirs, language.stemmer())));
	}

	private static String word(Random random) {
		StringBuilder word = new StringBuilder();
		for (int length = 1 + random.nextInt(30); length > 0; length--) {
			word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
		}
		return word.append(ENDINGS[random.nextInt(ENDINGS.length)]).toString();
	}

	private static Tokenizer tokenizer(String text) {
		Tokenizer tokenizer = new WhitespaceTokenizer();
		tokenizer.setReader(new StringReader(text));
		return tokenizer;
	}

	private static List<String> tokens(TokenStream stream) throws IOException {
		List<String> tokens = new ArrayList<>();
		try (stream) {
			CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
			stream.reset();
			while (stream.incrementToken()) {
				tokens.add(term.toString());
			}
			stream.end();
		}
		return tokens;
	}

}
