package io.fletch.store.query.text;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.SeededRandom;
import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class TextQueryTests {

	private static final Set<String> COLUMNS = Set.of("title", "body");

	@Test
	void aMatchHasDefaults() {
		assertThat(TextQuery.match("a", "title"))
			.isEqualTo(new TextQuery.Match("a", "title", WordOperator.OR, new Fuzziness(0, 0, 50), 1));
	}

	@Test
	void aCombinationOfNothingIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new TextQuery.Combination(List.of(), List.of(), List.of()))
			.withMessage("A combination of text queries has no query: "
					+ "give at least one that must, should or must not match");
	}

	@Test
	void longChainsStandSideBySide() {
		TextQuery either = TextQuery.match("a");
		TextQuery both = either;
		for (int i = 0; i < 3000; i++) {
			either = either.or(TextQuery.match("b"));
			both = TextQuery.match("b").and(both);
		}
		assertThat(((TextQuery.Combination) either).should()).hasSize(3001);
		assertThat(((TextQuery.Combination) both).must()).hasSize(3001);
		assertThat(either.and(both)).isEqualTo(new TextQuery.Combination(
				Stream.concat(Stream.of(either), ((TextQuery.Combination) both).must().stream()).toList(), List.of(),
				List.of()));
	}

	@Test
	void whatNestsTooDeepIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> {
			TextQuery demoted = TextQuery.match("a");
			for (int i = 0; i < 101; i++) {
				demoted = new TextQuery.Demotion(demoted, TextQuery.match("b"));
			}
		})
			.withMessage("A text query nests more than 100 deep; put queries side by side in one combination, as "
					+ "and(...) and or(...) do");
	}

	@Test
	void whatIsTooLargeIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> {
			TextQuery doubled = TextQuery.match("a");
			for (int i = 0; i < 50; i++) {
				doubled = new TextQuery.Demotion(doubled.or(doubled), doubled);
			}
		})
			.withMessage("A text query has more than 10000 parts; ask for several words by one match, and for fewer "
					+ "in all");
	}

	@Test
	void whatIsTypedIsNeverTooLarge() {
		assertThat(parsed("+a ".repeat(20_000))).isInstanceOf(TextQuery.Combination.class);
	}

	@Test
	void theNumberOfBoostsIsThatOfTheColumns() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> TextQuery.multiMatch("a", List.of("title", "body")).withBoosts(List.of(1.0)))
			.withMessage("There are 1 boosts for 2 columns: give one boost for each of [title, body]");
	}

	@Test
	void factorsAreNotNegative() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TextQuery.match("a").boostedBy(-1))
			.withMessage("The boost -1.0 is not possible: give a number that is not negative");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> TextQuery.match("a").boostedBy(Double.NaN))
			.withMessageStartingWith("The boost NaN");
	}

	@Test
	void fuzzinessHasItsRange() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Fuzziness(3))
			.withMessage("The fuzziness 3 is not possible: give 0, 1 or 2 edits, or Fuzziness.AUTO");
	}

	@Test
	void slopIsNotNegative() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TextQuery.phrase("a").withSlop(-1))
			.withMessage("The slop -1 is negative: give 0 or more words");
	}

	@Test
	void plainWordsAreOneMatch() {
		assertThat(parsed("state-of-the-art  C++")).isEqualTo(TextQuery.match("state-of-the-art C++"));
	}

	@Test
	void signsAskAndRefuse() {
		assertThat(parsed("+a b -c")).isEqualTo(new TextQuery.Combination(List.of(TextQuery.match("a")),
				List.of(TextQuery.match("b")), List.of(TextQuery.match("c"))));
	}

	@Test
	void onlyRefusingAsksForAllOthers() {
		TextQuery others = new TextQuery.Combination(List.of(), List.of(), List.of(TextQuery.match("a")));
		assertThat(parsed("-a")).isEqualTo(others);
		assertThat(parsed("NOT a")).isEqualTo(others);
	}

	@Test
	void operatorsBindWordsBesideThem() {
		assertThat(parsed("a AND b OR c NOT d"))
			.isEqualTo(new TextQuery.Combination(List.of(TextQuery.match("a"), TextQuery.match("b")),
					List.of(TextQuery.match("c")), List.of(TextQuery.match("d"))));
	}

	@Test
	void everyWordIsAskedWhereThatIsUsual() {
		TextQuery.QueryString typed = new TextQuery.QueryString("a b OR c", List.of(), WordOperator.AND);
		assertThat(typed.parsed(COLUMNS)).isEqualTo(new TextQuery.Combination(List.of(TextQuery.match("a")),
				List.of(TextQuery.match("b"), TextQuery.match("c")), List.of()));
	}

	@Test
	void quotesMakePhrases() {
		assertThat(parsed("\"a b\"")).isEqualTo(TextQuery.phrase("a b"));
		assertThat(parsed("title:\"a b\"~2")).isEqualTo(TextQuery.phrase("a b").in("title").withSlop(2));
	}

	@Test
	void columnsThatAreNotKnownAreWords() {
		assertThat(parsed("title:a")).isEqualTo(TextQuery.match("a", "title"));
		assertThat(parsed("TITLE:\"a b\"")).isEqualTo(TextQuery.phrase("a b").in("title"));
		assertThat(parsed("other:a")).isEqualTo(TextQuery.match("other:a"));
		assertThat(new TextQuery.QueryString("other:a", List.of("other"), WordOperator.OR).parsed(COLUMNS))
			.isEqualTo(TextQuery.match("a", "other"));
		assertThat(parsed("http://a.b/c")).isEqualTo(TextQuery.match("http://a.b/c"));
	}

	@Test
	void starsAndTildesLoosenWords() {
		assertThat(parsed("ab*")).isEqualTo(new TextQuery.Prefix("ab", null));
		assertThat(parsed("ab~")).isEqualTo(TextQuery.match("ab").with(Fuzziness.AUTO));
		assertThat(parsed("title:ab~1")).isEqualTo(TextQuery.match("ab", "title").with(new Fuzziness(1)));
	}

	@Test
	void whatIsMalformedIsWords() {
		for (String text : List.of("\"a b", "a b\"", "ab~7", "*", "~", "+", "- a", "title:", "a*b", "AND", "\"")) {
			assertThat(parsed(text)).as(text).isEqualTo(TextQuery.match(text));
		}
	}

	@Test
	void nothingIsEverRefusedOrMadeUp(Random random) {
		String alphabet = "ab AND OR NOT title: body:x\"\"++--~~12**()[]{}\\/^!?:.,\t\n\0é東😀\ud83d";
		for (int i = 0; i < 10_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
				int from = random.nextInt(alphabet.length());
				text.append(alphabet, from, Math.min(alphabet.length(), from + 1 + random.nextInt(5)));
			}
			assertThat(texts(parsed(text.toString()))).as(text.toString()).allMatch(text.toString()::contains);
		}
	}

	@Test
	void longTextsAreReadInLittleTime() {
		String text = "a:".repeat(100_000) + " " + "\"".repeat(100_001);
		assertThat(parsed(text)).isEqualTo(TextQuery.match(text));
	}

	/** The words of a query, each as it was typed. */
	private static Stream<String> texts(TextQuery query) {
		return switch (query) {
			case TextQuery.Match match -> Stream.of(match.text().split(" "));
			case TextQuery.Phrase phrase -> Stream.of(phrase.text());
			case TextQuery.Prefix prefix -> Stream.of(prefix.text());
			case TextQuery.Combination combination ->
				Stream.of(combination.must(), combination.should(), combination.mustNot())
					.flatMap(List::stream)
					.flatMap(TextQueryTests::texts);
			default -> throw new AssertionError("Nobody types " + query);
		};
	}

	private static TextQuery parsed(String text) {
		return TextQuery.queryString(text).parsed(COLUMNS);
	}

}
