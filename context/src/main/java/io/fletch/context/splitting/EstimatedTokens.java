package io.fletch.context.splitting;

import java.util.Objects;
import java.util.stream.IntStream;

import io.fletch.store.embedding.TokenSpans;
import io.fletch.store.embedding.Tokenizer;

/**
 * Stands for a tokenizer that is not known, rather with too many tokens than too few:
 * three letters or digits of a word, and any other character but white space, are a
 * token. Immutable.
 */
public final class EstimatedTokens implements Tokenizer {

	private static final int LETTERS = 3;

	@Override
	public String name() {
		return "estimate";
	}

	@Override
	public int maxTokens() {
		return Integer.MAX_VALUE;
	}

	@Override
	public TokenSpans tokens(String text) {
		IntStream.Builder starts = IntStream.builder();
		IntStream.Builder ends = IntStream.builder();
		each(text, (start, end) -> {
			starts.add(start);
			ends.add(end);
		});
		return TokenSpans.of(starts.build().toArray(), ends.build().toArray());
	}

	/**
	 * Counts tokens without telling where they are.
	 * @param text a text
	 * @return about how many tokens it has
	 */
	public static int count(String text) {
		int[] count = new int[1];
		each(text, (start, end) -> count[0]++);
		return count[0];
	}

	private static void each(String text, Token token) {
		Objects.requireNonNull(text, "text");
		int index = 0;
		while (index < text.length()) {
			int end = end(text, index);
			if (!TextCut.isSpace(text.charAt(index))) {
				token.lies(index, end);
			}
			index = end;
		}
	}

	private static int end(String text, int start) {
		int end = start;
		do {
			end += Character.charCount(text.codePointAt(end));
		}
		while (end < text.length() && end - start < LETTERS && isLetter(text.charAt(start))
				&& isLetter(text.charAt(end)));
		return end;
	}

	/**
	 * A character of a script whose words take many tokens is one by itself.
	 */
	private static boolean isLetter(char character) {
		return character < '\u0530' && Character.isLetterOrDigit(character);
	}

	private interface Token {

		void lies(int start, int end);

	}

}
