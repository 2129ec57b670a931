package io.fletch.springai.vectorstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.filter.Filter.ExpressionType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random filters over documents with values of every type, against a filter that looks at
 * one document after the other.
 */
@ExtendWith(SeededRandom.class)
class RandomFilterTests extends OpenStore {

	private static final List<String> KEYS = List.of("a", "a.b", "$.a", "it's", "say \"x\"", "\\", "größe", "a b",
			"absent");

	private static final List<Object> VALUES = List.of("BG", "bg", "", "2023", "it's", "\"q\"", "%", "日本", "😀", 2023,
			2023L, 2023.0, 2023.5f, -1, 0, -0.0, 9007199254740993L, 9007199254740992L, Long.MAX_VALUE, 1e300, 1e30,
			1e-7, 0.1f, 0.1, true, false, Instant.parse("2026-01-31T12:00:00Z"), "2026-01-31T12:00:00.000Z",
			Instant.parse("2026-01-31T12:00:00.500Z"), new Date(0), "2026-01-31");

	private static final List<ExpressionType> ORDERED = List.of(ExpressionType.GT, ExpressionType.GTE,
			ExpressionType.LT, ExpressionType.LTE);

	@RepeatedTest(5)
	void findsWhatPasses(Random random) {
		List<Document> documents = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			documents.add(new Document("d" + i, "words " + i, metadata(random)));
		}
		this.store.add(documents);
		for (int i = 0; i < 60; i++) {
			Filter.Expression filter = filter(random, 3);
			List<String> expected = documents.stream()
				.filter((document) -> new NaiveFilter(document.getMetadata()).passes(filter))
				.map(Document::getId)
				.toList();
			SearchRequest request = SearchRequest.builder().query("words").topK(100).filterExpression(filter).build();
			assertThat(ids(this.store.similaritySearch(request))).describedAs(filter.toString())
				.containsExactlyInAnyOrderElementsOf(expected);
			assertThat(this.store.count(filter)).isEqualTo(expected.size());
		}
	}

	@RepeatedTest(5)
	void deletesWhatPasses(Random random) {
		List<Document> documents = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			documents.add(new Document("d" + i, "words " + i, metadata(random)));
		}
		this.store.add(documents);
		for (int i = 0; i < 5; i++) {
			Filter.Expression filter = filter(random, 3);
			documents.removeIf((document) -> new NaiveFilter(document.getMetadata()).passes(filter));
			this.store.delete(filter);
			assertThat(ids(this.store.list(null, 0, 1000))).describedAs(filter.toString())
				.containsExactlyInAnyOrderElementsOf(ids(documents));
		}
	}

	private static Map<String, Object> metadata(Random random) {
		Map<String, Object> metadata = new HashMap<>();
		for (String key : KEYS.subList(0, KEYS.size() - 1)) {
			switch (random.nextInt(5)) {
				case 0 -> metadata.put(key, List.of(any(random, VALUES), any(random, VALUES)));
				case 1, 2, 3 -> metadata.put(key, any(random, VALUES));
				default -> {
					// Not every document has every value.
				}
			}
		}
		return metadata;
	}

	private static Filter.Expression filter(Random random, int depth) {
		if (depth > 0 && random.nextInt(3) > 0) {
			Filter.Expression left = filter(random, depth - 1);
			Filter.Operand right = new Filter.Group(filter(random, depth - 1));
			return switch (random.nextInt(3)) {
				case 0 -> new Filter.Expression(ExpressionType.AND, left, right);
				case 1 -> new Filter.Expression(ExpressionType.OR, left, right);
				default -> new Filter.Expression(ExpressionType.NOT, right);
			};
		}
		Filter.Key key = new Filter.Key(any(random, KEYS));
		Object value = any(random, VALUES);
		return switch (random.nextInt(7)) {
			case 0 -> new Filter.Expression(ExpressionType.EQ, key, new Filter.Value(value));
			case 1 -> new Filter.Expression(ExpressionType.NE, key, new Filter.Value(value));
			case 2 -> new Filter.Expression(ExpressionType.IN, key, values(random, random.nextInt(4)));
			case 3 -> new Filter.Expression(ExpressionType.NIN, key, values(random, 2));
			case 4 ->
				new Filter.Expression(random.nextBoolean() ? ExpressionType.ISNULL : ExpressionType.ISNOTNULL, key);
			case 5 -> new Filter.Expression(ExpressionType.EQ, key, values(random, 2));
			default ->
				(value instanceof Boolean) ? new Filter.Expression(ExpressionType.EQ, key, new Filter.Value(value))
						: new Filter.Expression(any(random, ORDERED), key, new Filter.Value(value));
		};
	}

	private static Filter.Value values(Random random, int count) {
		List<Object> values = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			values.add(any(random, VALUES));
		}
		return new Filter.Value(values);
	}

	private static <T> T any(Random random, List<T> from) {
		return from.get(random.nextInt(from.size()));
	}

}
