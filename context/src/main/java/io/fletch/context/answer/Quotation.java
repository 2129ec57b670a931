package io.fletch.context.answer;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import io.fletch.context.splitting.Span;

/**
 * Finds what is quoted word by word in a text: without regard to case, kinds of quotation
 * marks and dashes, white space, invisible characters, and how Unicode writes letters.
 */
final class Quotation {

	private final StringBuilder plain = new StringBuilder();

	private int[] origins;

	private int[] ends;

	Quotation(String text) {
		this.origins = new int[text.length() + 16];
		this.ends = new int[text.length() + 16];
		int index = 0;
		while (index < text.length()) {
			int end = cluster(text, index);
			String written = text.substring(index, end).replace('\u00b4', '\'');
			String letters = Normalizer.normalize(written, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
			for (int each = 0; each < letters.length(); each++) {
				put(letters.charAt(each), index, end);
			}
			index = end;
		}
	}

	/** A letter is compared together with the marks that follow it. */
	private static int cluster(String text, int start) {
		int end = start + Character.charCount(text.codePointAt(start));
		while (end < text.length() && isMark(text.codePointAt(end))) {
			end += Character.charCount(text.codePointAt(end));
		}
		return end;
	}

	private static boolean isMark(int codePoint) {
		int type = Character.getType(codePoint);
		return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
	}

	private void put(char letter, int start, int end) {
		char plainest = plain(letter);
		int length = this.plain.length();
		char last = (length == 0) ? ' ' : this.plain.charAt(length - 1);
		if (plainest == 0 || (plainest == ' ' && (last == ' ' || last == '-'))) {
			return;
		}
		if (plainest == '-' && length > 0 && last == ' ') {
			length--;
			this.plain.setLength(length);
		}
		if (length == this.origins.length) {
			this.origins = Arrays.copyOf(this.origins, length * 2);
			this.ends = Arrays.copyOf(this.ends, length * 2);
		}
		this.origins[length] = start;
		this.ends[length] = end;
		this.plain.append(plainest);
	}

	private static char plain(char letter) {
		if (Character.isWhitespace(letter) || Character.isSpaceChar(letter)) {
			return ' ';
		}
		return switch (letter) {
			case '\u2018', '\u2019', '\u201a', '\u201b', '\u2032', '\u2039', '\u203a', '\u275b', '\u275c', '\u276e',
					'\u276f' ->
				'\'';
			case '\u201c', '\u201d', '\u201e', '\u201f', '\u00ab', '\u00bb', '\u2033', '\u275d', '\u275e', '\u301d',
					'\u301e', '\u301f', '\u300c', '\u300d', '\u300e', '\u300f' ->
				'"';
			case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> '-';
			default -> (Character.getType(letter) == Character.FORMAT) ? 0 : letter;
		};
	}

	/**
	 * Finds a quotation in this text.
	 * @return where it stands; empty if it does not. A full stop or comma at its end, and
	 * quotation marks around it, belong to who quotes
	 */
	Optional<Span> find(String quoted) {
		String sought = new Quotation(quoted).plain.toString().strip();
		int from = 0;
		while (from < sought.length() && " \"'".indexOf(sought.charAt(from)) >= 0) {
			from++;
		}
		int to = sought.length();
		while (to > from && ".,;:!?\u2026 \"'".indexOf(sought.charAt(to - 1)) >= 0) {
			to--;
		}
		sought = sought.substring(from, to);
		int start = sought.isEmpty() ? -1 : this.plain.indexOf(sought);
		while (start >= 0 && !(isBoundary(start) && isBoundary(start + sought.length()))) {
			start = this.plain.indexOf(sought, start + 1);
		}
		return (start < 0) ? Optional.empty()
				: Optional.of(new Span(this.origins[start], this.ends[start + sought.length() - 1]));
	}

	/** Words are quoted as a whole. */
	private boolean isBoundary(int index) {
		return index == 0 || index == this.plain.length()
				|| !(isOfAWord(this.plain.codePointBefore(index)) && isOfAWord(this.plain.codePointAt(index)));
	}

	/**
	 * Tells letters and digits of scripts that keep words apart.
	 */
	static boolean isOfAWord(int codePoint) {
		return Character.isLetterOrDigit(codePoint) && switch (Character.UnicodeScript.of(codePoint)) {
			case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN -> false;
			default -> true;
		};
	}

}
