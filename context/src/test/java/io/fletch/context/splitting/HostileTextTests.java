package io.fletch.context.splitting;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.context.HashedWords;
import io.fletch.store.error.CancelledException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Texts that are made to take long: each is split within a second or two, or else takes
 * minutes.
 */
class HostileTextTests {

	private static final Duration GENEROUS = Duration.ofSeconds(30);

	@ParameterizedTest
	@ValueSource(strings = { "recursive 1000 100", "heading 2000", "code java 1500", "sentence 400", "token 256 32" })
	void splitsWhiteSpaceThatEndsNowhere(String splitter) {
		for (String space : List.of("\n\n\u00a0", "\n", " ", "\r", "\r\r\u00a0", "\f\f\u00a0", " \n", "\t\u2028")) {
			assertThat(split(splitter, "a" + space.repeat(500_000))).extracting(Chunk::text).containsExactly("a");
			assertThat(split(splitter, space.repeat(500_000) + "a")).extracting(Chunk::text)
				.allSatisfy((text) -> assertThat(text.strip()).endsWith("a"))
				.hasSize(1);
			List<Chunk> chunks = split(splitter, "a" + space.repeat(500_000) + "b");
			assertThat(chunks.getFirst().text()).startsWith("a");
			assertThat(chunks.getLast().text()).endsWith("b");
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '~', value = { "javascript, ~*a(){~", "c, *a (x", "java, @interface A", "sql, --" })
	void splitsLinesThatAreLeadingAndDeclarationsAtOnce(String language, String line) {
		for (String lineBreak : List.of("\n", "\r", "\r\n")) {
			String text = (line + lineBreak).repeat(100_000);
			assertThat(split("code " + language + " 1500", text)).hasSizeBetween(100, 2_000);
		}
	}

	@ParameterizedTest
	@EnumSource(CodeLanguage.class)
	void splitsLinesOfManyBracketsAndLinesWithoutEnd(CodeLanguage language) {
		for (String piece : List.of("a<> b<> ", "<", "a<", "a<b", "a<b>", "a<>", "a <b> c<d> ", "a(", "a()", "a(b) ",
				"[A(", "@", "static ", "pub(", "async function ", "type a ", "const a = ", "template<", "a\t", "*&",
				"class A\r", "class A\f", "//a\r", "a\r\r", "a\f\f")) {
			assertThat(split("code " + language.name() + " 1500", piece.repeat(250_000))).isNotEmpty();
			assertThat(split("code " + language.name() + " 1500", "  a b" + piece.repeat(250_000))).isNotEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "recursive 1000 100", "sentence 400", "token 256 32", "window 3 2 1 of sentence 400",
			"parents recursive 2000 0 children sentence 300" })
	void splitsSentencesWithoutEnd(String splitter) {
		for (String piece : List.of("a.", ".", ".\"", "a.)", "e.g. ", "e.g.", "A. ", "\u3002", ". \n", "a. b ", "?!",
				"1.1", "a.\u00a0", "(", "\u2026 a", "\ud83d\ude00", "\u0301")) {
			assertThat(split(splitter, "A b" + piece.repeat(100_000))).isNotEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "recursive 1000 100", "heading 2000", "heading 2000 100", "code java 1500", "sentence 400",
			"token 256 32", "semantic 1500", "window 3 2 1 of sentence 400", "parents recursive children sentence" })
	void heedsAnInterrupt(String name) {
		Splitter splitter = Splitters.of(name, new HashedWords());
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(CancelledException.class)
				.isThrownBy(() -> splitter.split(SplitterContract.document("One word. ".repeat(1_000))))
				.withMessageContaining("cancelled");
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void findsDeclarationsWithArgumentsOfTypesWithinOthers() {
		String first = "A a() {\n\treturn b;\n}\n";
		String second = "Map<String, Map<A, List<Set<B>>>>[] c(int d) {\n\treturn e;\n}";
		assertThat(split("code java " + second.length(), first + second)).extracting(Chunk::text)
			.containsExactly(first.strip(), second);
	}

	@Test
	void measuresWithoutWhiteSpaceAsTrimmingDoes() {
		Random random = new Random(20260714);
		for (int round = 0; round < 2_000; round++) {
			String text = random.ints(30, 0, 5)
				.mapToObj((index) -> String.valueOf(" \na\u00a0b".charAt(index)))
				.collect(Collectors.joining());
			boolean keepsIndent = random.nextBoolean();
			TrimmedLength lengths = new TrimmedLength(text, new Span(0, text.length()), keepsIndent);
			int start = 0;
			for (int end = 0; end <= text.length(); end += random.nextInt(4)) {
				start += random.nextInt(1 + Math.min(3, end - start));
				assertThat(lengths.of(start, end)).isEqualTo(TextCut.trim(text, start, end, keepsIndent).length());
			}
		}
	}

	private static List<Chunk> split(String splitter, String text) {
		CompletableFuture<List<Chunk>> chunks = CompletableFuture
			.supplyAsync(() -> Splitters.of(splitter, new HashedWords()).split(SplitterContract.document(text)));
		assertThat(chunks).as(splitter + " of " + text.substring(0, Math.min(20, text.length())))
			.succeedsWithin(GENEROUS);
		return chunks.join();
	}

}
