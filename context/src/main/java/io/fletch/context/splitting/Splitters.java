package io.fletch.context.splitting;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunction;

/**
 * Makes splitters of text, as configuration has it. A splitter without numbers has its
 * defaults:
 * <ul>
 * <li>{@code sentence 400}: the longest chunk</li>
 * <li>{@code recursive 1000 100}: the longest chunk, the overlap, by default at most a
 * tenth of the longest chunk</li>
 * <li>{@code heading 2000 0}: the longest chunk, the length below which sections are
 * joined</li>
 * <li>{@code code java 1500}: the language, the longest chunk</li>
 * <li>{@code token 256 32}: the tokens of a chunk, the overlap; needs an embedding
 * function</li>
 * <li>{@code semantic 1500 90}: the longest chunk, the percentile; needs an embedding
 * function</li>
 * <li>{@code window 3 2 1 of sentence 400}: window, stride and least window size over the
 * chunks of another splitter</li>
 * <li>{@code parents recursive 2000 0 children sentence 300}</li>
 * </ul>
 */
public final class Splitters {

	private static final String KNOWN = "sentence, recursive, heading, code, token, semantic, window and parents";

	private final String text;

	private final Deque<String> words;

	private final @Nullable EmbeddingFunction function;

	private Splitters(String text, @Nullable EmbeddingFunction function) {
		this.text = text;
		this.words = new ArrayDeque<>(List.of(text.strip().split("\\s+")));
		this.function = function;
	}

	/**
	 * Makes a splitter.
	 * @param text its name and numbers
	 * @param function the function that is to embed the chunks; {@code null} where there
	 * is none
	 * @return the splitter
	 * @throws IllegalArgumentException if the text is no splitter, with the word that is
	 * wrong and what was expected
	 */
	public static Splitter of(String text, @Nullable EmbeddingFunction function) {
		Objects.requireNonNull(text, "text");
		Splitters splitters = new Splitters(text, function);
		Splitter splitter = splitters.splitter();
		if (!splitters.words.isEmpty()) {
			throw splitters.wrong("ends before '" + splitters.words.peek() + "'");
		}
		return splitter;
	}

	private Splitter splitter() {
		String name = word("the name of a splitter, one of " + KNOWN).toLowerCase(Locale.ROOT);
		return switch (name) {
			case "sentence" -> new SentenceSplitter(number(SentenceSplitter.DEFAULT_MAX_CHARACTERS));
			case "recursive" -> recursive();
			case "heading" -> new HeadingSplitter(number(HeadingSplitter.DEFAULT_MAX_CHARACTERS), number(0));
			case "code" -> new CodeSplitter(language(), number(CodeSplitter.DEFAULT_MAX_CHARACTERS));
			case "token" -> token();
			case "semantic" -> new SemanticSplitter(function(name), number(SemanticSplitter.DEFAULT_MAX_CHARACTERS),
					number(SemanticSplitter.DEFAULT_PERCENTILE));
			case "window" -> window();
			case "parents" -> parents();
			default -> throw wrong("names '" + name + "', but known are " + KNOWN);
		};
	}

	private Splitter recursive() {
		int longest = number(RecursiveSplitter.DEFAULT_MAX_CHARACTERS);
		return new RecursiveSplitter(longest, number(Math.min(RecursiveSplitter.DEFAULT_OVERLAP, longest / 10)));
	}

	private Splitter token() {
		EmbeddingFunction counting = function("token");
		if (this.words.isEmpty() || !isNumber(this.words.peek())) {
			requireNoOtherNumber();
			return TokenSplitter.by(counting);
		}
		return TokenSplitter.by(counting, number(0), number(0));
	}

	private Splitter window() {
		int window = number(3);
		int stride = number(2);
		int minimum = number(1);
		expect("of");
		return new WindowSplitter(splitter(), window, stride, minimum);
	}

	private Splitter parents() {
		Splitter parents = splitter();
		expect("children");
		return new ParentChildSplitter(parents, splitter());
	}

	private CodeLanguage language() {
		String name = word("a language");
		return Arrays.stream(CodeLanguage.values())
			.filter((language) -> language.name().equalsIgnoreCase(name))
			.findAny()
			.orElseThrow(() -> wrong("names the language '" + name + "', but known are "
					+ Arrays.toString(CodeLanguage.values()).toLowerCase(Locale.ROOT)));
	}

	private EmbeddingFunction function(String name) {
		if (this.function == null) {
			throw wrong("needs an embedding function for '" + name + "', and there is none");
		}
		return this.function;
	}

	private int number(int otherwise) {
		if (this.words.isEmpty() || !isNumber(this.words.peek())) {
			requireNoOtherNumber();
			return otherwise;
		}
		return Integer.parseInt(this.words.pop());
	}

	private void requireNoOtherNumber() {
		if (!this.words.isEmpty() && this.words.peek().matches("[-+]?[.,\\d]*\\d.*")) {
			throw wrong("has the number '" + this.words.peek() + "', but numbers are whole, from 0 to 999999999");
		}
	}

	private static boolean isNumber(String word) {
		return word.matches("\\d{1,9}");
	}

	private void expect(String word) {
		String next = word("the word '" + word + "'");
		if (!next.equals(word)) {
			throw wrong("has '" + next + "' where '" + word + "' was expected");
		}
	}

	private String word(String expected) {
		String word = this.words.isEmpty() ? "" : this.words.pop();
		if (word.isEmpty()) {
			throw wrong("ends where " + expected + " was expected");
		}
		return word;
	}

	private IllegalArgumentException wrong(String what) {
		return new IllegalArgumentException("The splitter '" + this.text + "' " + what
				+ ". Examples: 'recursive 1000 100', 'window 3 2 1 of sentence 400'");
	}

}
