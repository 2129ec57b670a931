package io.fletch.store.expression.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.sf.jsqlparser.expression.Expression;

import io.fletch.store.error.InvalidInputException;

/**
 * The text of an expression, cut into tokens before it is parsed: for the bounds that
 * keep hostile text cheap, and for the positions in messages.
 */
final class SqlText {

	static final int MAX_LENGTH = 20_000;

	/** The time to parse grows with the square of the depth. */
	private static final int MAX_DEPTH = 100;

	private static final int MAX_PATH = 50;

	/** A letter of no key word. */
	private static final char FIRST_MARK = '\u4E00';

	private final String sql;

	private final StringBuilder parsable;

	private final List<Token> tokens = new ArrayList<>();

	/** The names that the parser would take for something else, by what hides them. */
	private final Map<String, String> hidden = new LinkedHashMap<>();

	private int next;

	private SqlText(String sql) {
		this.sql = sql;
		this.parsable = new StringBuilder(sql);
	}

	static SqlText of(String sql) {
		if (sql.isBlank() || sql.length() > MAX_LENGTH) {
			throw new InvalidInputException("A filter or expression needs 1 to " + MAX_LENGTH + " characters, but has "
					+ (sql.isBlank() ? "none but blanks" : sql.length()) + "; give long lists of values as parameters");
		}
		requireWhole(sql);
		SqlText text = new SqlText(sql);
		text.scan();
		text.hideWords();
		return text;
	}

	/**
	 * Refuses half of a surrogate pair, which no column can hold.
	 */
	private static void requireWhole(String sql) {
		for (int i = 0; i < sql.length(); i++) {
			boolean isPair = i + 1 < sql.length() && Character.isSurrogatePair(sql.charAt(i), sql.charAt(i + 1));
			if (isPair) {
				i++;
			}
			else if (Character.isSurrogate(sql.charAt(i))) {
				throw new InvalidInputException("A filter or expression has half a surrogate pair at column " + (i + 1)
						+ ", which is no text; correct it");
			}
		}
	}

	/**
	 * Returns the text in the parser's dialect, of the same length.
	 */
	String parsable() {
		return this.parsable.toString();
	}

	/**
	 * Gives names that the parser would take for something else another first character,
	 * one that the text does not have.
	 */
	private void hideWords() {
		char mark = FIRST_MARK;
		for (int i = 0; i < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			String before = (i > 0) ? this.tokens.get(i - 1).image() : "";
			String after = (i + 1 < this.tokens.size()) ? this.tokens.get(i + 1).image() : "";
			if (SqlWords.isColumn(before, token.image(), after) || isParameter(i)) {
				while (this.sql.indexOf(mark) >= 0) {
					mark++;
				}
				this.parsable.setCharAt(token.offset(), mark);
				this.hidden.put(mark + token.image().substring(1), token.image());
				mark++;
			}
		}
	}

	/**
	 * Tells whether a word is the name of a parameter, which the parser would take for a
	 * key word if it is one.
	 */
	private boolean isParameter(int i) {
		Token token = this.tokens.get(i);
		int colon = token.offset() - 1;
		return isPartOfWord(token.image().charAt(0)) && colon >= 0 && this.sql.charAt(colon) == ':'
				&& (colon == 0 || this.sql.charAt(colon - 1) != ':');
	}

	/**
	 * Returns what the parser gave as it was written.
	 */
	String restored(String parsed) {
		String written = parsed;
		for (Map.Entry<String, String> name : this.hidden.entrySet()) {
			written = written.replace(name.getKey(), name.getValue());
		}
		return written;
	}

	/**
	 * Returns the position of the next token with a text, and passes over it.
	 * @return the offset, or -1 if no token has the text
	 */
	int find(String image) {
		for (int i = 0; i < this.tokens.size(); i++) {
			int candidate = (this.next + i) % this.tokens.size();
			if (this.tokens.get(candidate).image().equalsIgnoreCase(image)) {
				this.next = candidate + 1;
				return this.tokens.get(candidate).offset();
			}
		}
		return -1;
	}

	/**
	 * Refuses what has more to it than expressions take.
	 */
	RuntimeException extra(Expression parsed, String word) {
		return ParsedText.invalid(this.sql, find(word), "'" + image(parsed)
				+ "' has more to it than expressions take; see docs/filters.md for what is supported");
	}

	private String image(Expression parsed) {
		String image = restored(parsed.toString());
		return (image.length() > 80) ? image.substring(0, 80) + "..." : image;
	}

	/**
	 * Refuses what has no counterpart.
	 */
	RuntimeException unsupported(Expression parsed) {
		String image = restored(parsed.toString());
		String start = image.split("[^\\p{Alnum}_]", 2)[0];
		return ParsedText.invalid(this.sql, find(start.isEmpty() ? image.substring(0, 1) : start), "'" + image(parsed)
				+ "' stands where a value or a named parameter such as :name was expected; it is not supported in "
				+ "expressions, see docs/filters.md for what is");
	}

	private void scan() {
		int depth = 0;
		int dots = 0;
		int i = 0;
		while (i < this.sql.length()) {
			int end = tokenEnd(i);
			char first = this.sql.charAt(i);
			depth += switch (first) {
				case '(', '[', '{' -> 1;
				case ')', ']', '}' -> -1;
				default -> 0;
			};
			if (!Character.isWhitespace(first) && !isComment(i)) {
				this.tokens.add(new Token(this.sql.substring(i, end), i));
				depth += isWord(i, end, "CASE") ? 1 : 0;
				depth -= isWord(i, end, "END") ? 1 : 0;
			}
			dots = (first == '.') ? dots + 1 : ((end - i > 1 || isPartOfWord(first)) ? dots : 0);
			if (dots > MAX_PATH) {
				throw new InvalidInputException("The path of a nested field has at most " + MAX_PATH
						+ " names, but the one that ends at column " + (i + 1) + " has more");
			}
			if (depth > MAX_DEPTH) {
				throw new InvalidInputException(
						"A filter or expression may nest " + MAX_DEPTH + " deep, but this one nests deeper at column "
								+ (i + 1) + ": " + this.sql.substring(0, MAX_DEPTH) + "...");
			}
			i = end;
		}
	}

	private boolean isWord(int start, int end, String word) {
		return end - start == word.length() && this.sql.regionMatches(true, start, word, 0, word.length());
	}

	private boolean isComment(int start) {
		return this.sql.startsWith("--", start) || this.sql.startsWith("/*", start);
	}

	private int tokenEnd(int start) {
		char first = this.sql.charAt(start);
		if (first == '\'' || first == '"' || first == '`') {
			return closing(start + 1, first);
		}
		if (this.sql.startsWith("--", start)) {
			int end = this.sql.indexOf('\n', start);
			return (end < 0) ? this.sql.length() : end;
		}
		if (this.sql.startsWith("/*", start)) {
			int end = this.sql.indexOf("*/", start + 2);
			if (end < 0) {
				throw ParsedText.invalid(this.sql, start, "the comment has no end; close it with */");
			}
			return end + 2;
		}
		if (this.sql.startsWith("==", start)) {
			this.parsable.setCharAt(start + 1, ' ');
			return start + 2;
		}
		int end = start + 1;
		if (isPartOfWord(first)) {
			while (end < this.sql.length() && isPartOfWord(this.sql.charAt(end))) {
				end++;
			}
		}
		return end;
	}

	private int closing(int start, char quote) {
		int end = start;
		while (end < this.sql.length()) {
			if (this.sql.charAt(end) == quote) {
				if (end + 1 == this.sql.length() || this.sql.charAt(end + 1) != quote) {
					return end + 1;
				}
				end++;
			}
			end++;
		}
		throw ParsedText.invalid(this.sql, start - 1,
				"what begins with " + quote + " has no end; close it with another");
	}

	private static boolean isPartOfWord(char character) {
		return Character.isLetterOrDigit(character) || character == '_' || character == '$'
				|| Character.isSurrogate(character);
	}

	private record Token(String image, int offset) {
	}

}
