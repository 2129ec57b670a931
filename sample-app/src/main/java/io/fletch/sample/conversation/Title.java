package io.fletch.sample.conversation;

import java.util.regex.Pattern;

/**
 * What a conversation is called.
 */
final class Title {

	/** A list of conversations shows so much of a title, more or less. */
	private static final int LONGEST_OF_A_QUESTION = 80;

	private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

	private Title() {
	}

	/** The question in one line, cut behind a word where it is long. */
	static String of(String question) {
		String line = SPACE.matcher(question).replaceAll(" ").strip();
		if (line.length() <= LONGEST_OF_A_QUESTION) {
			return line;
		}
		int end = line.lastIndexOf(' ', LONGEST_OF_A_QUESTION - 1);
		if (end < LONGEST_OF_A_QUESTION / 2) {
			end = LONGEST_OF_A_QUESTION - 1;
		}
		if (Character.isHighSurrogate(line.charAt(end - 1))) {
			end--;
		}
		return line.substring(0, end) + "…";
	}

	static String checked(String title) {
		String line = SPACE.matcher(title).replaceAll(" ").strip();
		if (line.isEmpty() || line.length() > Conversations.LONGEST_TITLE) {
			throw new IllegalArgumentException("title has " + line.length() + " characters, but must have 1 to "
					+ Conversations.LONGEST_TITLE + ".");
		}
		return line;
	}

}
