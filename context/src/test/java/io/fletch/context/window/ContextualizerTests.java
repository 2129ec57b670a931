package io.fletch.context.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
