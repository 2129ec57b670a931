package io.fletch.context.splitting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.context.HashedWords;
import io.fletch.context.reading.DocumentReader;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.TokenSpans;
import io.fletch.store.embedding.Tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SplittersTests {

	@Test
	void cutsAtTheLargestSeparatorThatHelps() {
		String text = "First paragraph.\n\nSecond paragraph of two lines,\nthe second is here.\n\nThird.";
		assertThat(texts(new RecursiveSplitter(40, 0), text)).containsExactly("First paragraph.",
				"Second paragraph of two lines,", "the second is here.", "Third.");
		assertThat(texts(new RecursiveSplitter(55, 0), text)).containsExactly("First paragraph.",
				"Second paragraph of two lines,\nthe second is here.", "Third.");
	}

	@Test
	void repeatsTheEndOfAChunkFromAWordOn() {
		String text = "one two three four five six seven eight nine ten";
		assertThat(texts(new RecursiveSplitter(24, 10), text)).containsExactly("one two three",
				"two three four five six", "five six seven eight", "eight nine ten");
	}

	@Test
	void takesSeparatorsOfOnesOwn() {
		assertThat(texts(new RecursiveSplitter(20, 0, List.of(";")), "alpha beta gamma;delta epsilon;zeta"))
			.containsExactly("alpha beta gamma;", "delta epsilon;zeta");
		assertThat(new RecursiveSplitter(20, 5, List.of("\n", ";")).description())
			.isEqualTo("recursive 20 5 by ['\\n', ';']");
		assertThatThrownBy(() -> new RecursiveSplitter(20, 5, List.of(""))).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("A separator must not be empty");
	}

	@Test
	void refusesOverlapsOfMoreThanHalfAChunk() {
		assertThatThrownBy(() -> new RecursiveSplitter(100, 51)).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("overlap must be from 0 to 50, half of a chunk, but was 51");
		assertThatThrownBy(() -> new RecursiveSplitter(19, 0)).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("maxCharacters must be at least 20, but was 19");
		assertThatThrownBy(() -> TokenSplitter.by(new HashedWords(), 30, -1))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("overlap must be from 0 to 15");
	}

	@Test
	void countsTokensAsTheTokenizerDoes() {
		TokenSplitter splitter = new TokenSplitter(new Letters(10), 8, 3);
		assertThat(texts(splitter, "abcd ef gh ijklmnopqrs tu")).containsExactly("abcd ef gh", "ijklmnop", "nopqrs tu");
		assertThat(splitter.description()).isEqualTo("token 8 3 of letters");
	}

	@Test
	void refusesMoreTokensThanTheModelReads() {
		assertThatThrownBy(() -> new TokenSplitter(new Letters(10), 11, 0)).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("maxTokens must be at most 10, which is all that letters reads of a text, but was 11");
		assertThatThrownBy(() -> new TokenSplitter(new Letters(10), 7, 0)).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("maxTokens must be at least 8, but was 7");
	}

	@Test
	void estimatesTokensWhereTheFunctionDoesNotTellThem() {
		assertThat(new EstimatedTokens().tokens("Hello, w\u00f6rld \u6f22\u5b57 \ud83d\ude00!").count()).isEqualTo(9);
		assertThat(TokenSplitter.by(new HashedWords()).description()).isEqualTo("token 256 32 of estimate");
	}

	@Test
	void keepsHeadingsAndJoinsShortSections() {
		String text = "Intro.\n\nA long enough text.\n\nShort.";
		ParsedDocument document = new ParsedDocument("t", "text/markdown", text,
				List.of(new Section(0, 8, "Guide > A", null), new Section(8, 29, "Guide > B", null),
						new Section(29, text.length(), "Other", null)));
		assertThat(new HeadingSplitter(100).split(document)).extracting(Chunk::heading)
			.containsExactly("Guide > A", "Guide > B", "Other");
		assertThat(new HeadingSplitter(100, 10).split(document)).extracting(Chunk::heading)
			.containsExactly((String) null);
		assertThat(new HeadingSplitter(30, 10).split(document)).extracting(Chunk::heading)
			.containsExactly("Guide", "Other");
	}

	@Test
	void doesNotJoinSectionsOfDifferentPages() {
		ParsedDocument document = new ParsedDocument("t", "application/pdf", "One.\n\nTwo.",
				List.of(new Section(0, 6, null, 1), new Section(6, 10, null, 2)));
		assertThat(new HeadingSplitter(100, 50).split(document)).extracting(Chunk::page).containsExactly(1, 2);
	}

	@Test
	void cutsWhereTheSubjectChanges() {
		String text = "Cats like milk. Cats like fish. Rust compiles code. Rust compiles fast.";
		assertThat(texts(new SemanticSplitter(new HashedWords(), 200, 90), text))
			.containsExactly("Cats like milk. Cats like fish.", "Rust compiles code. Rust compiles fast.");
	}

	@Test
	void embedsSentencesInBatchesAndBelievesNoVectors() {
		HashedWords function = new HashedWords();
		List<Integer> batches = new ArrayList<>();
		function.spoil((vectors) -> {
			batches.add(vectors.size());
			return vectors;
		});
		texts(new SemanticSplitter(function, 200, 90), "Cats like milk. ".repeat(150));
		assertThat(batches).containsExactly(64, 64, 22);
		function.spoil((vectors) -> vectors.subList(1, vectors.size()));
		assertThatThrownBy(() -> texts(new SemanticSplitter(function, 200, 90), "Cats like milk. Rust compiles."))
			.isInstanceOf(EmbeddingException.class)
			.hasMessage("The embedding function 'hashed-words' gave 1 vectors for 2 texts. Mend the function");
	}

	@Test
	void doesNotCutWhereNothingDiffers() {
		assertThat(texts(new SemanticSplitter(new HashedWords(), 200, 0), "Same. Same. Same.")).hasSize(1);
	}

	@Test
	void givesChildrenTheSpanOfTheirParent() {
		ParsedDocument document = SplitterContract.document("One two three four. Five six seven eight.\n\nNine ten.");
		List<Chunk> chunks = new ParentChildSplitter(new RecursiveSplitter(45, 0), new SentenceSplitter(20))
			.split(document);
		assertThat(chunks).extracting(Chunk::text)
			.containsExactly("One two three four.", "Five six seven", "eight.", "Nine ten.");
		assertThat(chunks).extracting(Chunk::parent)
			.containsExactly(new Span(0, 41), new Span(0, 41), new Span(0, 41), new Span(43, 52));
	}

	@Test
	void joinsNeighboursIntoWindows() {
		String text = "Alpha beta gamma one. Alpha beta gamma two. Alpha beta gamma six. Alpha beta gamma ten.";
		assertThat(texts(new WindowSplitter(new SentenceSplitter(22), 2, 1, 1), text)).containsExactly(
				"Alpha beta gamma one. Alpha beta gamma two.", "Alpha beta gamma two. Alpha beta gamma six.",
				"Alpha beta gamma six. Alpha beta gamma ten.");
		assertThat(new WindowSplitter(new SentenceSplitter(22), 2, 1, 1).description())
			.isEqualTo("window 2 1 1 of sentence 22");
		assertThatThrownBy(() -> new WindowSplitter(new SentenceSplitter(22), 2, 0, 1))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("stride must be at least 1, but was 0");
	}

	@Test
	void neverJoinsWindowsAcrossSections() {
		ParsedDocument document = new ParsedDocument("t", "text/plain", "One. \n\nTwo.",
				List.of(new Section(0, 7, "A", null), new Section(7, 11, "B", null)));
		assertThat(new WindowSplitter(new SentenceSplitter(20), 3, 2, 1).split(document)).extracting(Chunk::text)
			.containsExactly("One.", "Two.");
	}

	@Test
	void neverJoinsWindowsAcrossSectionsOfEqualHeadings(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("a.md"), "# A\n\n## Notes\n\nFirst.\n\n## Notes\n\nSecond.\n");
		ParsedDocument document = new DocumentReader().read("a.md", file);
		assertThat(document.sections()).extracting(Section::heading).contains("A > Notes").hasSizeGreaterThan(1);
		for (String name : List.of("window of sentence 400", "window of recursive", "window of heading 2000",
				"window of parents heading children sentence")) {
			assertThat(Splitters.of(name, null).split(document)).as(name)
				.noneMatch((chunk) -> chunk.text().contains("First.") && chunk.text().contains("Second."));
		}
	}

	@Test
	void losesNoSectionThatIsSmallerThanTheLeastWindow() {
		Splitter splitter = new WindowSplitter(new SentenceSplitter(20), 2, 2, 2);
		assertThat(texts(splitter, "One sentence.")).containsExactly("One sentence.");
		assertThat(texts(splitter, "The first of them. The second of them. The third of them."))
			.containsExactly("The first of them. The second of them.");
	}

	@Test
	void aLeastWindowLosesTheEndWhereNoWindowBeforeHoldsIt() {
		String text = "The first of them. The second of them. The third of them. The fourth of them.";
		String first = "The first of them. The second of them. The third of them.";
		assertThat(texts(new WindowSplitter(new SentenceSplitter(20), 3, 3, 3), text)).containsExactly(first);
		assertThat(texts(new WindowSplitter(new SentenceSplitter(20), 3, 3, 1), text)).containsExactly(first,
				"The fourth of them.");
		assertThat(texts(new WindowSplitter(new SentenceSplitter(20), 3, 2, 2), text)).containsExactly(first,
				"The third of them. The fourth of them.");
	}

	@Test
	void refusesWindowsThatLeaveChunksOut() {
		assertThatThrownBy(() -> Splitters.of("window 2 3 1 of sentence 100", null))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("stride must be at most window, which is 2, but was 3: the chunks between two windows would "
					+ "be in none");
		assertThatThrownBy(() -> Splitters.of("window 3 2 9 of sentence 100", null))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("minWindowSize must be at most window, which is 3, but was 9: no window has more chunks");
	}

	@Test
	void cutsJavaBeforeMethodsWithTheirComments() {
		String code = """
				package a;

				/** The class. */
				public class A {

					/** First. */
					@Override
					public int first() {
						return 1;
					}

					int second(int a) {
						return a;
					}

				}
				""";
		assertThat(texts(new CodeSplitter(CodeLanguage.JAVA, 75), code)).containsExactly("package a;",
				"/** The class. */\npublic class A {",
				"\t/** First. */\n\t@Override\n\tpublic int first() {\n\t\treturn 1;\n\t}",
				"\tint second(int a) {\n\t\treturn a;\n\t}\n\n}");
	}

	@Test
	void cutsPythonBeforeFunctionsAndKeepsIndents() {
		String code = "import os\n\nclass A:\n    def f(self):\n        return 1\n\n    # note\n    def g(self):\n        return 2\n\ndef h():\n    pass\n";
		assertThat(texts(new CodeSplitter(CodeLanguage.PYTHON, 50), code)).containsExactly("import os",
				"class A:\n    def f(self):\n        return 1", "    # note\n    def g(self):\n        return 2",
				"def h():\n    pass");
	}

	@ParameterizedTest
	@EnumSource(CodeLanguage.class)
	void findsTheDeclarationsOfEveryLanguage(CodeLanguage language) {
		String[] two = CodeSamples.of(language);
		String body = two[0];
		String code = body + "\n" + two[1] + "\n";
		assertThat(texts(new CodeSplitter(language, Math.max(20, Math.max(two[0].length(), two[1].length()))), code))
			.containsExactly(two[0].stripTrailing(), two[1].stripTrailing());
	}

	@ParameterizedTest
	@EnumSource(CodeLanguage.class)
	void findsFunctionsWithoutModifiersAndBlankLines(CodeLanguage language) {
		String[] two = CodeSamples.functionsOf(language);
		String code = two[0] + "\n" + two[1] + "\n";
		assertThat(texts(new CodeSplitter(language, two[1].length()), code)).containsExactly(two);
	}

	@Test
	void takesNamesThatBeginLikeAWordOfRustForNames() {
		String code = "fn a() {\n    let a = 1;\n    let b = 2;\n    model.run(a);\n    types.add(b);\n}\n";
		assertThat(texts(new CodeSplitter(CodeLanguage.RUST, 60), code)).first().asString().endsWith("model.run(a);");
	}

	@Test
	void splitsALongLineOfCode() {
		String call = "a(b)(c) ";
		assertThat(texts(new CodeSplitter(CodeLanguage.JAVASCRIPT, 1_000), "x" + call.repeat(50_000))).hasSize(400);
	}

	@Test
	void knowsLanguagesByTheNameOfTheFile() {
		assertThat(CodeLanguage.ofName("src/Main.JAVA")).contains(CodeLanguage.JAVA);
		assertThat(CodeLanguage.ofName("a.tsx")).contains(CodeLanguage.JAVASCRIPT);
		assertThat(CodeLanguage.ofName("README")).isEmpty();
	}

	@Test
	void splitsMarkdownByHeadings(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("a.md"), "# Guide\n\nHello.\n\n## Install\n\nDo it.\n");
		ParsedDocument document = new DocumentReader().read("a.md", file);
		assertThat(new HeadingSplitter(200).split(document)).extracting(Chunk::heading)
			.containsExactly("Guide", "Guide > Install");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sentence 300", "recursive 500 50", "heading 900 100", "code rust 800",
			"window 4 3 2 of sentence 200", "parents recursive 2000 0 children window 2 1 1 of sentence 300" })
	void makesTheSplitterThatADescriptionNames(String description) {
		assertThat(Splitters.of(description, null).description()).isEqualTo(description);
	}

	@Test
	void fillsDefaultsIn() {
		assertThat(Splitters.of(" Recursive ", null).description()).isEqualTo("recursive 1000 100");
		assertThat(Splitters.of("recursive 150", null).description()).isEqualTo("recursive 150 15");
		assertThat(Splitters.of("window of sentence", null).description()).isEqualTo("window 3 2 1 of sentence 400");
		assertThat(Splitters.of("token", new HashedWords()).description()).isEqualTo("token 256 32 of estimate");
		assertThat(Splitters.of("token 64 8", new HashedWords()).description()).isEqualTo("token 64 8 of estimate");
		assertThat(Splitters.of("semantic 900", new HashedWords()).description()).startsWith("semantic 900 90 of");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			'';           The splitter '' ends where the name of a splitter, one of sentence
			chapter 3;    names 'chapter', but known are sentence
			sentence 40 x; ends before 'x'
			sentence -5;  has the number '-5', but numbers are whole, from 0 to 999999999. Examples
			recursive 1000 0.5; has the number '0.5', but numbers are whole
			sentence 9999999999; has the number '9999999999', but numbers are whole
			sentence 10;  maxCharacters must be at least 20, but was 10
			token 100;    needs an embedding function for 'token', and there is none
			code cobol;   names the language 'cobol', but known are [java
			window 3 in sentence; has 'in' where 'of' was expected
			parents sentence; ends where the word 'children' was expected
			""")
	void refusesWhatIsNoSplitter(String text, String message) {
		assertThatThrownBy(() -> Splitters.of(text, null)).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining(message);
	}

	@Test
	void refusesNumbersOfTokensThatAreNone() {
		assertThatThrownBy(() -> Splitters.of("token -5", new HashedWords()))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("has the number '-5', but numbers are whole");
	}

	private static List<String> texts(Splitter splitter, String text) {
		return splitter.split(SplitterContract.document(text)).stream().map(Chunk::text).toList();
	}

	/**
	 * Every letter is a token.
	 */
	private record Letters(int maxTokens) implements Tokenizer {

		@Override
		public String name() {
			return "letters";
		}

		@Override
		public TokenSpans tokens(String text) {
			int[] starts = IntStream.range(0, text.length())
				.filter((index) -> Character.isLetter(text.charAt(index)))
				.toArray();
			return TokenSpans.of(starts, Arrays.stream(starts).map((start) -> start + 1).toArray());
		}

	}

}
