package io.fletch.embeddings.http;

import java.util.Collection;

/**
 * About how many tokens a text has, rather too many than too few: a third of its bytes in
 * UTF-8. English has four letters a token; where letters take three bytes, each is about
 * a token.
 */
public final class TokenEstimate {

	private static final int BYTES_PER_TOKEN = 3;

	private TokenEstimate() {
	}

	/**
	 * Estimates the tokens of texts.
	 * @param texts the texts
	 * @return about how many tokens all have
	 */
	public static long of(Collection<String> texts) {
		return texts.stream().mapToLong(TokenEstimate::of).sum();
	}

	/**
	 * Estimates the tokens of a text.
	 * @param text the text
	 * @return about how many tokens it has
	 */
	public static long of(String text) {
		long bytes = 0;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			// Half of a pair takes two of the pair's four bytes.
			boolean takesThree = character > 0x7FF && !Character.isSurrogate(character);
			bytes += takesThree ? 3 : (character > 0x7F) ? 2 : 1;
		}
		return bytes / BYTES_PER_TOKEN + 1;
	}

}
