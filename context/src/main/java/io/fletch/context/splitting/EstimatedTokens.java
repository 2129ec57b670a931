package io.fletch.context.splitting;

import java.util.stream.IntStream;

import io.fletch.store.embedding.TokenSpans;
import io.fletch.store.embedding.Tokenizer;

/**
 * Stands for a tokenizer that is not known, rather with too many tokens than too few:
 * three letters or digits of a word, and any other character, are a token.
 */
final class EstimatedTokens implements Tokenizer {

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
		int index = 0;
		while (index < text.length()) {
			int end = end(text, index);
			if (!TextCut.isSpace(text.charAt(index))) {
				starts.add(index);
				ends.add(end);
			}
			index = end;
		}
		return TokenSpans.of(starts.build().toArray(), ends.build().toArray());
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

}
