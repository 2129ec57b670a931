package io.fletch.context.window;

import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContextualizerTests {

	private static final List<Token> TOKENS = tokens();

	@Test
	void makesWindowsWithinGroups() {
		assertThat(TOKENS.size()).isEqualTo(12);
		assertThat(texts(typed().groupBy(Token::document).window(6).stride(3))).containsExactly(
				"The quick brown fox jumped over", "fox jumped over the lazy dog", "the lazy dog", "I love sandwiches");
	}

	@Test
	void dropsTailsBelowTheMinimumButKeepsFullWindows() {
		Contextualizer<Token> grouped = typed().groupBy(Token::document).window(6).stride(3);
		assertThat(texts(grouped.minWindowSize(4))).containsExactly("The quick brown fox jumped over",
				"fox jumped over the lazy dog");
		assertThat(texts(grouped.minWindowSize(7))).containsExactly("The quick brown fox jumped over",
				"fox jumped over the lazy dog");
	}

	@Test
	void slidesOverAllRowsWithoutGroups() {
		List<Window<Token>> windows = typed().window(3).stride(1).windows();
		assertThat(windows).hasSize(11);
		assertThat(windows.getFirst().text()).isEqualTo("The quick brown");
		assertThat(windows.getLast().text()).isEqualTo("love sandwiches");
		assertThat(windows.getLast().start()).isEqualTo(10);
		assertThat(windows.getLast().end()).isEqualTo(12);
	}

	@Test
	void startsWindowsByStride() {
		List<Window<Token>> windows = typed().window(4).stride(2).windows();
		assertThat(windows).extracting(Window::start).containsExactly(0, 2, 4, 6, 8, 10);
		assertThat(windows.getLast().text()).isEqualTo("love sandwiches");
	}

	@Test
	void dropsTheLoneTailOfAGroup() {
		List<Window<Token>> windows = typed().groupBy(Token::document).window(4).stride(2).windows();
		assertThat(windows).extracting(Window::start).containsExactly(0, 2, 4, 6, 9);
		assertThat(windows).extracting(Window::end).containsExactly(4, 6, 8, 9, 12);
	}

	@Test
	void keepsEverythingWithMinimumOne() {
		assertThat(typed().window(4).stride(2).groupBy(Token::document).minWindowSize(1).windows())
			.extracting(Window::start)
			.containsExactly(0, 2, 4, 6, 8, 9, 11);
	}

	@Test
	void leavesRowsOutWhereTheStrideExceedsTheWindow() {
		assertThat(texts(typed().window(2).stride(5))).containsExactly("The quick", "over the", "love sandwiches");
	}

	@Test
	void ordersGroupsByKeyAndDropsRowsWithoutOne() {
		List<Token> tokens = List.of(new Token("b1", 2), new Token("a1", 1), new Token("x", null), new Token("b2", 2),
				new Token("a2", 1));
		List<Window<Token>> windows = Contextualizer.over(tokens)
			.text(Token::text)
			.groupBy(Token::document)
			.window(2)
			.stride(2)
			.minWindowSize(1)
			.windows();
		assertThat(windows).extracting(Window::text).containsExactly("a1 a2", "b1 b2");
		assertThat(windows).extracting(Window::start).containsExactly(1, 0);
		assertThat(windows).extracting(Window::end).containsExactly(5, 4);
	}

	@Test
	void givesTheFirstRowAndAllRowsOfAWindow() {
		Window<Token> window = typed().window(2).stride(2).windows().get(1);
		assertThat(window.row()).isEqualTo(new Token("brown", 1));
		assertThat(window.rows()).containsExactly(new Token("brown", 1), new Token("fox", 1));
	}

	@Test
	void refusesTextThatIsNotSetFirst() {
		assertThatThrownBy(() -> Contextualizer.over(TOKENS).windows()).isInstanceOf(MissingColumnException.class)
			.hasMessageContaining("text is not set");
	}

	@Test
	void refusesAWindowBeforeAStride() {
		assertThatThrownBy(() -> typed().windows()).isInstanceOf(MissingValueException.class)
			.hasMessageContaining("window is not set");
		assertThatThrownBy(() -> typed().window(0).stride(0).windows()).isInstanceOf(MissingValueException.class)
			.hasMessage("window must be at least 1, but was 0");
		assertThatThrownBy(() -> typed().window(1).windows()).isInstanceOf(MissingValueException.class)
			.hasMessageContaining("stride is not set");
		assertThatThrownBy(() -> typed().window(1).stride(-2).windows()).isInstanceOf(MissingValueException.class)
			.hasMessage("stride must be at least 1, but was -2");
	}

	@Test
	void refusesRowsWithoutText() {
		List<Token> tokens = List.of(new Token("a", 1), new Token(null, 1));
		assertThatThrownBy(() -> Contextualizer.over(tokens).text(Token::text).window(2).stride(1).windows())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("text must be a string in every row, but was null in row 1");
	}

	@Test
	void refusesTextThatIsNoneInRowsOfNoWindow() {
		List<Token> tail = List.of(new Token("a", 1), new Token("b", 1), new Token(null, 1));
		assertThatThrownBy(() -> Contextualizer.over(tail).text(Token::text).window(2).stride(2).windows())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("text must be a string in every row, but was null in row 2");
		List<Token> between = List.of(new Token("a", 1), new Token(null, 1), new Token("c", 1));
		assertThatThrownBy(
				() -> Contextualizer.over(between.stream()).text(Token::text).window(1).stride(2).windows().toList())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("text must be a string in every row, but was null in row 1");
	}

	@Test
	void refusesANegativeMinimum() {
		assertThatThrownBy(() -> typed().window(2).stride(2).minWindowSize(-3).windows())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("minWindowSize must be at least 0, but was -3: 0 and 1 keep everything");
		assertThatThrownBy(() -> maps().window(2).stride(2).minWindowSize(-1).windows())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("minWindowSize must be at least 0");
	}

	@Test
	void replacesTheTextColumnOfMapRowsAndKeepsTheOthers() {
		List<Window<Map<String, Object>>> windows = maps().window(6).stride(3).windows();
		assertThat(windows.get(1).row()).containsEntry("token", "fox jumped over the lazy dog")
			.containsEntry("document", 1)
			.containsEntry("position", 3);
		assertThat(windows).extracting(Window::start).containsExactly(0, 3, 6, 9);
	}

	@Test
	void refusesUnknownColumnsInOrder() {
		assertThatThrownBy(() -> maps().text("nope").window(0).windows()).isInstanceOf(MissingColumnException.class)
			.hasMessage("text names the column 'nope', which no row has; columns are [document, position, token]");
		assertThatThrownBy(() -> maps().groupBy("nope").window(0).stride(1).windows())
			.isInstanceOf(MissingValueException.class)
			.hasMessageContaining("window");
		assertThatThrownBy(() -> maps().groupBy("nope").window(1).stride(1).windows())
			.isInstanceOf(MissingColumnException.class)
			.hasMessageContaining("groupBy names the column 'nope'");
		assertThatThrownBy(() -> Contextualizer.overMaps(rows()).windows()).isInstanceOf(MissingColumnException.class)
			.hasMessageContaining("text is not set");
	}

	@Test
	void refusesMapRowsWhoseTextIsNoString() {
		assertThatThrownBy(() -> maps().text("position").window(2).stride(2).windows())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("text column 'position' must be a string in every row, but was java.lang.Integer");
	}

	@Test
	void makesNoWindowsOfNoRows() {
		assertThat(Contextualizer.overMaps(List.of()).text("token").window(1).stride(1).windows()).isEmpty();
	}

	@Test
	void refusesKeysThatHaveNoCommonOrder() {
		List<Map<String, Object>> rows = List.of(Map.of("t", "a", "k", 1), Map.of("t", "b", "k", "one"));
		assertThatThrownBy(() -> Contextualizer.overMaps(rows).text("t").groupBy("k").window(1).stride(1).windows())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("groupBy column 'k' must give keys of one type");
	}

	@Test
	void keepsWhereEachRowCameFromAndItsTextWent() {
		List<Token> tokens = List.of(new Token("b\ud83d\ude00", 2), new Token("a", 1), new Token("", 2),
				new Token("c", 2));
		Window<Token> window = Contextualizer.over(tokens)
			.text(Token::text)
			.groupBy(Token::document)
			.window(3)
			.stride(3)
			.windows()
			.getFirst();
		assertThat(window.text()).isEqualTo("b\ud83d\ude00  c");
		assertThat(window.parts()).containsExactly(new Window.Part(0, 0, 3), new Window.Part(2, 4, 4),
				new Window.Part(3, 5, 6));
	}

	@Test
	void makesManyWindowsOfManyMapRows() {
		List<Map<String, Object>> rows = new ArrayList<>();
		for (int row = 0; row < 200_000; row++) {
			rows.add(Map.of("t", "x", "g", row / 10));
		}
		assertThat(Contextualizer.overMaps(rows).text("t").groupBy("g").window(4).stride(2).windows()).hasSize(100_000);
	}

	@Test
	void makesTheSameWindowsOfRandomRowsAsItsDefinition() {
		Random random = new Random(20260713);
		for (int round = 0; round < 300; round++) {
			List<Token> tokens = sortedTokens(random, random.nextInt(40));
			int window = 1 + random.nextInt(8);
			int stride = 1 + random.nextInt(10);
			int minimum = random.nextInt(12);
			List<Window<Token>> windows = Contextualizer.over(tokens)
				.text(Token::text)
				.groupBy(Token::document)
				.window(window)
				.stride(stride)
				.minWindowSize(minimum)
				.windows();
			assertThat(windows).extracting(Window::text).isEqualTo(definition(tokens, window, stride, minimum));
			Stream<Window<Token>> stream = Contextualizer.over(tokens.stream())
				.text(Token::text)
				.groupBy(Token::document)
				.window(window)
				.stride(stride)
				.minWindowSize(minimum)
				.windows();
			assertThat(stream.toList()).isEqualTo(windows);
		}
	}

	private static List<String> definition(List<Token> tokens, int window, int stride, int minimum) {
		Map<Integer, List<String>> groups = new TreeMap<>();
		tokens.stream()
			.filter((token) -> token.document() != null)
			.forEach((token) -> groups.computeIfAbsent(token.document(), (key) -> new ArrayList<>()).add(token.text()));
		List<String> texts = new ArrayList<>();
		for (List<String> group : groups.values()) {
			for (int start = 0; start < group.size(); start += stride) {
				List<String> part = group.subList(start, Math.min(group.size(), start + window));
				if (part.size() == window || part.size() >= minimum) {
					texts.add(String.join(" ", part));
				}
			}
		}
		return texts;
	}

	private static List<Token> sortedTokens(Random random, int count) {
		List<Token> tokens = new ArrayList<>();
		int document = 0;
		for (int index = 0; index < count; index++) {
			document += (random.nextInt(6) == 0) ? 1 : 0;
			tokens.add(new Token("t" + index, (random.nextInt(8) == 0) ? null : document));
		}
		return tokens;
	}

	@Test
	void holdsNoMoreRowsOfAStreamThanAWindowHas() {
		List<WeakReference<Token>> read = new ArrayList<>();
		Stream<Token> rows = IntStream.range(0, 1_000_000).mapToObj((index) -> {
			Token token = new Token("text " + index, index / 1_000);
			if (index < 1_000) {
				read.add(new WeakReference<>(token));
			}
			return token;
		});
		AtomicInteger windows = new AtomicInteger();
		Contextualizer.over(rows)
			.text(Token::text)
			.groupBy(Token::document)
			.window(10)
			.stride(5)
			.windows()
			.forEach((window) -> {
				if (windows.incrementAndGet() == 100_000) {
					System.gc();
					assertThat(read).hasSize(1_000).allMatch((token) -> token.refersTo(null));
				}
			});
		assertThat(windows).hasValue(200_000);
	}

	@Test
	void readsNoFurtherThanTheWindowThatIsAskedFor() {
		AtomicInteger read = new AtomicInteger();
		Iterator<Window<Token>> windows = Contextualizer
			.over(Stream.generate(() -> new Token("a", 1)).peek((token) -> read.incrementAndGet()))
			.text(Token::text)
			.window(10)
			.stride(5)
			.windows()
			.iterator();
		windows.next();
		assertThat(windows.next().start()).isEqualTo(5);
		assertThat(read).hasValue(15);
	}

	@Test
	void refusesStreamsWhoseGroupsAreNotInOrder() {
		Stream<Window<Token>> windows = Contextualizer
			.over(Stream.of(new Token("a", 1), new Token("b", 2), new Token("x", null), new Token("c", 1)))
			.text(Token::text)
			.groupBy(Token::document)
			.window(1)
			.stride(1)
			.windows();
		assertThatThrownBy(windows::toList).isInstanceOf(UnsortedGroupsException.class)
			.hasMessageStartingWith("groupBy gave 1 in row 3 after 2: sort the rows of a stream by their group");
	}

	@Test
	void takesKeysForOneGroupThatTheirOrderTakesForOne() {
		List<BigDecimal> rows = List.of(new BigDecimal("1.0"), new BigDecimal("1.00"), new BigDecimal("2"));
		List<Window<BigDecimal>> all = Contextualizer.over(rows)
			.text(BigDecimal::toString)
			.groupBy((row) -> row)
			.window(2)
			.stride(2)
			.minWindowSize(1)
			.windows();
		assertThat(Contextualizer.over(rows.stream())
			.text(BigDecimal::toString)
			.groupBy((row) -> row)
			.window(2)
			.stride(2)
			.minWindowSize(1)
			.windows()).isEqualTo(all).extracting(Window::text).containsExactly("1.0 1.00", "2");
	}

	@Test
	void checksTheOptionsOfStreamsInOrderToo() {
		assertThatThrownBy(() -> Contextualizer.over(TOKENS.stream()).windows())
			.isInstanceOf(MissingColumnException.class)
			.hasMessageContaining("text is not set");
		assertThatThrownBy(() -> Contextualizer.over(TOKENS.stream()).text(Token::text).stride(1).windows())
			.isInstanceOf(MissingValueException.class)
			.hasMessageContaining("window is not set");
		assertThatThrownBy(() -> Contextualizer.overMaps(rows().stream()).window(1).stride(1).windows())
			.isInstanceOf(MissingColumnException.class)
			.hasMessageContaining("text is not set: name a column by text(...)");
	}

	@Test
	void replacesTheTextColumnOfMapsInAStream() {
		List<Map<String, Object>> rows = Contextualizer.overMaps(rows().stream())
			.text("token")
			.groupBy("document")
			.window(6)
			.stride(3)
			.windows()
			.map(Window::row)
			.toList();
		assertThat(rows).hasSize(4);
		assertThat(rows.get(1))
			.isEqualTo(Map.of("token", "fox jumped over the lazy dog", "document", 1, "position", 3));
	}

	@Test
	void refusesColumnsThatAStreamDoesNotHave() {
		assertThatThrownBy(
				() -> Contextualizer.overMaps(rows().stream()).text("nope").window(1).stride(1).windows().toList())
			.isInstanceOf(MissingColumnException.class)
			.hasMessage("text names the column 'nope', which no row has; columns are [document, position, token]");
		assertThatThrownBy(() -> Contextualizer.overMaps(rows().stream())
			.text("token")
			.groupBy("nope")
			.window(1)
			.stride(1)
			.windows()
			.toList()).isInstanceOf(MissingColumnException.class)
			.hasMessageContaining("groupBy names the column 'nope'");
	}

	@Test
	void closesTheRowsOfAStream() {
		AtomicBoolean closed = new AtomicBoolean();
		try (Stream<Window<Token>> windows = Contextualizer.over(TOKENS.stream().onClose(() -> closed.set(true)))
			.text(Token::text)
			.window(2)
			.stride(2)
			.minWindowSize(1)
			.windows()) {
			assertThat(windows.findFirst()).isPresent();
		}
		assertThat(closed).isTrue();
	}

	@Test
	void namesTheRowWithoutTextInAColumn() {
		Map<String, Object> without = new HashMap<>();
		without.put("t", null);
		assertThatThrownBy(() -> Contextualizer.overMaps(List.of(Map.of("t", "a"), without))
			.text("t")
			.window(2)
			.stride(1)
			.windows()).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("text column 't' must be a string in every row, but was null in row 1");
	}

	private static Contextualizer<Token> typed() {
		return Contextualizer.over(TOKENS).text(Token::text);
	}

	private static RowContextualizer maps() {
		return Contextualizer.overMaps(rows()).text("token").groupBy("document");
	}

	private static List<Map<String, Object>> rows() {
		List<Map<String, Object>> rows = new ArrayList<>();
		for (Token token : TOKENS) {
			rows.add(new HashMap<>(
					Map.of("token", token.text(), "document", token.document(), "position", rows.size())));
		}
		return rows;
	}

	private static List<String> texts(Contextualizer<Token> contextualizer) {
		return contextualizer.windows().stream().map(Window::text).toList();
	}

	private static List<Token> tokens() {
		List<Token> tokens = new ArrayList<>();
		Arrays.stream("The quick brown fox jumped over the lazy dog".split(" "))
			.forEach((text) -> tokens.add(new Token(text, 1)));
		Arrays.stream("I love sandwiches".split(" ")).forEach((text) -> tokens.add(new Token(text, 2)));
		return List.copyOf(tokens);
	}

	record Token(String text, Integer document) {
	}

}
