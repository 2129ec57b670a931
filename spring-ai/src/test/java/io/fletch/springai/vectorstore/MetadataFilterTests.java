package io.fletch.springai.vectorstore;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.filter.Filter.ExpressionType;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MetadataFilterTests extends OpenStore {

	private void addThree() {
		add("bg", "words", Map.of("country", "BG", "year", 2020, "tags", List.of("a", "b"), "open", true));
		add("nl", "words", Map.of("country", "NL", "year", 2023.0, "open", false));
		add("no", "words", Map.of());
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
						country == 'BG'                              ; bg
						country != 'BG'                              ; nl no
						country > 'BG'                               ; nl
						country <= 'NL'                              ; bg nl
						year == 2023                                 ; nl
						year == 2023.0                               ; nl
						year == 2020.0                               ; bg
						year == '2020'                               ;
						year != 2020                                 ; nl no
						year > 2020                                  ; nl
						year >= 2020                                 ; bg nl
						year < 2020.5                                ; bg
						year < '3000'                                ;
						year IN [2020, 2021]                         ; bg
						year NOT IN [2020, 2021]                     ; nl no
						country IN ['BG', 'NL'] && open == true      ; bg
						country == 'BG' || year == 2023              ; bg nl
						NOT (country == 'BG' || year == 2023)        ; no
						tags == 'b'                                  ; bg
						tags IN ['b', 'c']                           ; bg
						tags != 'b'                                  ; nl no
						country IS NULL                              ; no
						country IS NOT NULL                          ; bg nl
						open == false                                ; nl
			""")
	void readsTextsAsSpringAiDoes(String filter, String expected) {
		addThree();
		assertThat(found(filter)).containsExactly((expected != null) ? expected.split(" ") : new String[0]);
	}

	@Test
	void comparesPointsInTimeHoweverTheyAreWritten() {
		add("date", "words", Map.of("at", new Date(1_000)));
		add("instant", "words", Map.of("at", Instant.parse("1970-01-01T00:00:01.500Z")));
		add("offset", "words", Map.of("at", OffsetDateTime.parse("1970-01-01T01:00:01+01:00")));
		add("text", "words", Map.of("at", "1970-01-01T00:00:02Z"));
		add("day", "words", Map.of("at", LocalDate.parse("1970-01-02")));
		assertThat(found("at == '1970-01-01T00:00:01Z'")).containsExactly("date", "offset");
		assertThat(found("at > '1970-01-01T00:00:01Z'")).containsExactly("day", "instant", "text");
		assertThat(passing(ExpressionType.LTE, "at", Instant.ofEpochMilli(1_500))).containsExactly("date", "instant",
				"offset");
		assertThat(passing(ExpressionType.GTE, "at", LocalDate.parse("1970-01-02"))).containsExactly("day");
	}

	@Test
	void valuesOfOtherTypesAreTexts() {
		UUID uuid = UUID.nameUUIDFromBytes(new byte[0]);
		add("a", "words", Map.of("uuid", uuid, "kind", ExpressionType.EQ, "letter", 'x'));
		assertThat(passing(ExpressionType.EQ, "uuid", uuid)).containsExactly("a");
		assertThat(passing(ExpressionType.EQ, "uuid", uuid.toString())).containsExactly("a");
		assertThat(passing(ExpressionType.EQ, "kind", "EQ")).containsExactly("a");
		assertThat(passing(ExpressionType.EQ, "letter", "x")).containsExactly("a");
	}

	@Test
	void comparesListsAsAWhole() {
		addThree();
		assertThat(passing(ExpressionType.EQ, "tags", List.of("a", "b"))).containsExactly("bg");
		assertThat(passing(ExpressionType.EQ, "tags", List.of("b", "a"))).isEmpty();
	}

	@Test
	void longValuesAreComparedToTheirEnd() {
		String text = "x".repeat(100_000);
		add("a", "words", Map.of("text", text));
		assertThat(passing(ExpressionType.EQ, "text", text)).containsExactly("a");
		assertThat(passing(ExpressionType.EQ, "text", text + "y")).isEmpty();
		assertThat(passing(ExpressionType.GT, "text", "x".repeat(99_999))).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE, Long.MAX_VALUE - 1, 1_000_000_000_000_000_001L, Long.MIN_VALUE + 1 })
	void theGreatestNumbersAreComparedToTheirLastDigit(long number) {
		add("less", "words", Map.of("number", number - 1));
		add("same", "words", Map.of("number", number));
		add("more", "words", Map.of("number", BigInteger.valueOf(number).add(BigInteger.ONE)));
		assertThat(passing(ExpressionType.LT, "number", number)).containsExactly("less");
		assertThat(passing(ExpressionType.LTE, "number", number)).containsExactly("less", "same");
		assertThat(passing(ExpressionType.GT, "number", number)).containsExactly("more");
		assertThat(passing(ExpressionType.GTE, "number", number)).containsExactly("more", "same");
	}

	@Test
	void takesManyValues() {
		add("a", "words", Map.of("number", 7));
		List<Integer> numbers = IntStream.range(0, 50_000).boxed().toList();
		assertThat(passing(ExpressionType.IN, "number", numbers)).containsExactly("a");
		this.store
			.delete(new Filter.Expression(ExpressionType.NIN, new Filter.Key("number"), new Filter.Value(numbers)));
		assertThat(this.store.count()).isEqualTo(1);
	}

	@Test
	void injectsNothing() {
		addThree();
		String hostile = "x') OR true OR array_has(labels, '";
		assertThat(passing(ExpressionType.EQ, "country", hostile)).isEmpty();
		assertThat(passing(ExpressionType.EQ, hostile, "BG")).isEmpty();
		assertThat(passing(ExpressionType.GT, hostile, 1)).isEmpty();
		this.store.delete(new Filter.Expression(ExpressionType.EQ, new Filter.Key(hostile), new Filter.Value(hostile)));
		this.store.delete(new Filter.Expression(ExpressionType.GT, new Filter.Key(hostile), new Filter.Value(hostile)));
		this.store.delete(List.of(hostile));
		assertThat(this.store.count()).isEqualTo(3);
	}

	@Test
	void saysWhatIsWrongWithAFilter() {
		assertThatIllegalArgumentException().isThrownBy(() -> passing(ExpressionType.GT, "open", true))
			.withMessageContaining("GT on 'open'")
			.withMessageContaining("use EQ");
		assertThatIllegalArgumentException().isThrownBy(() -> passing(ExpressionType.LT, "tags", List.of("a")))
			.withMessageContaining("a list, which has no order");
		assertThatIllegalArgumentException().isThrownBy(() -> passing(ExpressionType.EQ, "a", Double.NaN))
			.withMessageContaining("'a' is NaN");
		assertThatIllegalArgumentException().isThrownBy(() -> passing(ExpressionType.EQ, "a", new Object()))
			.withMessageContaining("java.lang.Object");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> passing(ExpressionType.IN, "a", Collections.singletonList(null)))
			.withMessageContaining("use ISNULL");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store
				.delete(new Filter.Expression(ExpressionType.EQ, new Filter.Value("a"), new Filter.Value("b"))))
			.withMessageContaining("left side of EQ");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store.delete(new Filter.Expression(ExpressionType.EQ, new Filter.Key("a"))))
			.withMessageContaining("right side of EQ on 'a'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store.delete(new Filter.Expression(ExpressionType.NOT, new Filter.Key("a"))))
			.withMessageContaining("A condition was expected");
	}

	@Test
	void endlessFiltersAreRefused() {
		Filter.Expression filter = new Filter.Expression(ExpressionType.ISNULL, new Filter.Key("a"));
		for (int i = 0; i < 100_000; i++) {
			filter = new Filter.Expression(ExpressionType.NOT, filter);
		}
		Filter.Expression deep = filter;
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.delete(deep))
			.withMessageContaining("nested 500 deep");
	}

	@Test
	void metadataThatCannotBeKeptIsRefusedBeforeAnythingIsAdded() {
		Map<String, Object> endless = new HashMap<>();
		endless.put("self", endless);
		assertRefused(Map.of("a", endless), "nested 100 deep");
		assertRefused(Map.of("a", new Object()), "'a' is a java.lang.Object");
		assertRefused(Map.of("a", List.of(Map.of("b", Float.NaN))), "an element of 'a' > 'b' is NaN");
		assertRefused(Map.of("k".repeat(1001), 1), "at most 1000 characters");
		assertRefused(Map.of("a", new BigInteger("9".repeat(2000))), "a number of 2000 characters");
		assertRefused(Map.of("a", "x".repeat(10_000_001)), "All values together");
		assertThat(this.store.count()).isZero();
	}

	private void assertRefused(Map<String, Object> metadata, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> add("doc", "words", metadata))
			.withMessageContaining("The metadata of document 'doc' cannot be kept")
			.withMessageContaining(message);
	}

	@Test
	void metadataComesBackAsItWas() {
		Map<String, Object> metadata = new HashMap<>(Map.of("int", 5, "long", 1L << 40, "double", 2023.0, "text", "é😀",
				"flag", true, "list", List.of(1, "b", false), "map", Map.of("x", List.of(1.5))));
		metadata.put("$.a[0]", "path");
		metadata.put("\\x", "backslash");
		metadata.put("", "no name");
		metadata.put("big", new BigInteger("123456789012345678901234567890"));
		add("a", "words", metadata);
		assertThat(this.store.findById("a").orElseThrow().getMetadata()).isEqualTo(metadata);
	}

	@Test
	void halfACharacterIsRefused() {
		FletchVectorStore store = FletchVectorStore.builder(this.database, MODEL).batchingStrategy(List::of).build();
		List<Document> documents = List.of(new Document("a", "words \ud800", Map.of("b", 1)));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> store.add(documents))
			.withMessageContaining("half a surrogate pair at position 6 in the column 'content'");
		assertThat(store.count()).isZero();
	}

	private List<String> passing(ExpressionType type, String key, Object value) {
		Filter.Expression filter = new Filter.Expression(type, new Filter.Key(key), new Filter.Value(value));
		return new ArrayList<>(ids(this.store.list(filter, 0, 1000))).stream().sorted().toList();
	}

}
