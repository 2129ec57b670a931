package io.fletch.langchain4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * LangChain4j's own filters, run on the metadata in memory, are the oracle.
 */
class MetadataFilterTests {

	private static final Embedding ONE = Embedding.from(new float[] { 1, 2 });

	private static final List<String> KEYS = List.of("a", "b", "it's", "x'] = 'y' OR ['z", "ä\uD83D\uDE00");

	private static final UUID UUID_1 = new UUID(1, 2);

	private static final List<Object> VALUES = List.of("", " ", "a", "A", "ab", "it's", "%", "_", "1", "ä",
			"' OR true --", UUID_1.toString(), UUID_1, new UUID(-1, 5), 0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE,
			1L, 16777217, 9007199254740992L, 9007199254740993L, 1152921504606846976L, Long.MAX_VALUE, Long.MIN_VALUE,
			Long.MAX_VALUE - 1, 0f, -0f, 1f, 0.1f, 16777216f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, -1.23f, 0.0, -0.0,
			0.1, 1.0, 1.5, -1.23, 1e300, -1e300, Double.MIN_VALUE, 9007199254740992d, 1152921504606846976d,
			9223372036854775807d, -9223372036854775808d);

	private final Database database = Database.open("memory:");

	private final FletchEmbeddingStore store = FletchEmbeddingStore.builder(this.database).build();

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void findsWhatLangChain4jsFiltersTake() {
		Random random = new Random(3);
		List<Metadata> all = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			all.add(metadata(random));
		}
		List<String> ids = add(all);
		for (int i = 0; i < 1500; i++) {
			Filter filter = filter(random, 0);
			Set<String> expected = new TreeSet<>();
			for (int row = 0; row < all.size(); row++) {
				if (takes(filter, all.get(row))) {
					expected.add(ids.get(row));
				}
			}
			assertThat(found(filter)).as("%s", filter).isEqualTo(expected);
		}
	}

	@Test
	void everyComparisonOfEveryPairOfValuesAgrees() {
		List<Metadata> all = VALUES.stream().map((value) -> Metadata.from(Map.of("a", value))).toList();
		List<String> ids = add(all);
		for (Object value : VALUES) {
			for (Filter filter : comparisons("a", value)) {
				Set<String> expected = new TreeSet<>();
				for (int row = 0; row < all.size(); row++) {
					if (takes(filter, all.get(row))) {
						expected.add(ids.get(row));
					}
				}
				assertThat(found(filter)).as("%s", filter).isEqualTo(expected);
			}
		}
	}

	@Test
	void whatIsNoNumberFulfilsNothing() {
		List<String> ids = add(List.of(of(Double.NaN), of(Double.POSITIVE_INFINITY), of(Double.NEGATIVE_INFINITY),
				of(Float.NaN), of(5), of(1e300)));
		assertThat(found(new IsEqualTo("a", Double.NaN))).isEmpty();
		assertThat(found(new IsIn("a", List.of(Double.NaN, 5.0)))).isEqualTo(Set.of(ids.get(4)));
		assertThat(found(new IsGreaterThan("a", 4)))
			.isEqualTo(new TreeSet<>(List.of(ids.get(1), ids.get(4), ids.get(5))));
		assertThat(found(new IsGreaterThanOrEqualTo("a", Double.POSITIVE_INFINITY))).isEqualTo(Set.of(ids.get(1)));
		assertThat(found(new IsLessThan("a", Double.POSITIVE_INFINITY)))
			.isEqualTo(new TreeSet<>(List.of(ids.get(2), ids.get(4), ids.get(5))));
		assertThat(found(new IsGreaterThan("a", Float.NEGATIVE_INFINITY)))
			.isEqualTo(new TreeSet<>(List.of(ids.get(1), ids.get(4), ids.get(5))));
		assertThat(found(new IsNotEqualTo("a", Double.NaN))).hasSize(6);
	}

	@Test
	void whatHasNoSegmentPassesNoFilter() {
		this.store.add(ONE);
		String id = this.store.add(ONE, TextSegment.from("text"));
		assertThat(found(new IsNotEqualTo("a", 1))).isEqualTo(Set.of(id));
		this.store.removeAll(new Not(new IsEqualTo("a", 1)));
		assertThat(this.store.size()).isOne();
	}

	@Test
	void refusesFiltersOfOthersAndOtherValues() {
		this.store.add(ONE);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> found((metadata) -> true))
			.withMessageContaining("which cannot run in the store; make it of the filters in");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> found(new IsEqualTo("a", true)))
			.withMessage("The filter compares the metadata 'a' with a java.lang.Boolean; it must be a String, UUID, "
					+ "Integer, Long, Float or Double");
	}

	@Test
	void refusesFiltersWithoutEnd() {
		this.store.add(ONE);
		Filter deep = new IsEqualTo("a", 1);
		Filter wide = deep;
		for (int i = 0; i < 200_000; i++) {
			deep = new Not(deep);
			wide = new Or(wide, new IsEqualTo("a", i));
		}
		for (Filter filter : List.of(deep, wide)) {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> found(filter))
				.withMessageContaining("The filter is more than 1000 levels deep; use IsIn");
		}
		List<Integer> many = new Random(1).ints(50_000).boxed().toList();
		assertThat(found(new IsIn("a", many))).isEmpty();
	}

	private List<String> add(List<Metadata> all) {
		return this.store.addAll(all.stream().map((metadata) -> ONE).toList(),
				all.stream().map((metadata) -> TextSegment.from("text", metadata)).toList());
	}

	private Set<String> found(Filter filter) {
		return this.store
			.search(EmbeddingSearchRequest.builder().queryEmbedding(ONE).maxResults(10_000).filter(filter).build())
			.matches()
			.stream()
			.map(EmbeddingMatch::embeddingId)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Metadata of(Object value) {
		return Metadata.from(Map.of("a", value));
	}

	private static Metadata metadata(Random random) {
		Metadata metadata = new Metadata();
		for (String key : KEYS) {
			if (random.nextInt(3) > 0) {
				metadata.putAll(Map.of(key, pick(VALUES, random)));
			}
		}
		return metadata;
	}

	private static Filter filter(Random random, int depth) {
		return switch (random.nextInt((depth < 4) ? 6 : 3)) {
			case 3 -> new And(filter(random, depth + 1), filter(random, depth + 1));
			case 4 -> new Or(filter(random, depth + 1), filter(random, depth + 1));
			case 5 -> new Not(filter(random, depth + 1));
			default -> pick(comparisons(pick(KEYS, random), pick(VALUES, random)), random);
		};
	}

	private static List<Filter> comparisons(String key, Object value) {
		List<Filter> filters = new ArrayList<>(List.of(new IsEqualTo(key, value), new IsNotEqualTo(key, value),
				new IsIn(key, List.of(value)), new IsNotIn(key, List.of(value))));
		Object other = VALUES.get((VALUES.indexOf(value) + 1) % VALUES.size());
		if (isNumber(value) == isNumber(other)) {
			filters.add(new IsIn(key, List.of(value, other)));
			filters.add(new IsNotIn(key, List.of(value, other)));
		}
		if (!(value instanceof UUID)) {
			Comparable<?> comparable = (Comparable<?>) value;
			filters.addAll(List.of(new IsGreaterThan(key, comparable), new IsGreaterThanOrEqualTo(key, comparable),
					new IsLessThan(key, comparable), new IsLessThanOrEqualTo(key, comparable)));
		}
		if (value instanceof String text) {
			filters.add(new ContainsString(key, text));
		}
		return filters;
	}

	private static boolean isNumber(Object value) {
		return value instanceof Number;
	}

	private static <T> T pick(List<T> values, Random random) {
		return values.get(random.nextInt(values.size()));
	}

	/**
	 * What LangChain4j says, where UUIDs are their texts, and values of different kinds
	 * are not equal.
	 */
	private static boolean takes(Filter filter, Metadata metadata) {
		return switch (filter) {
			case And both -> takes(both.left(), metadata) && takes(both.right(), metadata);
			case Or either -> takes(either.left(), metadata) || takes(either.right(), metadata);
			case Not not -> !takes(not.expression(), metadata);
			case IsEqualTo one -> test(one.key(), one.comparisonValue(), IsEqualTo::new, metadata, false);
			case IsNotEqualTo one -> test(one.key(), one.comparisonValue(), IsNotEqualTo::new, metadata, true);
			case IsIn one -> test(one.key(), one.comparisonValues(), MetadataFilterTests::isIn, metadata, false);
			case IsNotIn one -> !test(one.key(), one.comparisonValues(), MetadataFilterTests::isIn, metadata, false);
			default -> test("", "", (key, value) -> filter, metadata, false);
		};
	}

	private static Filter isIn(String key, Object values) {
		return new IsIn(key, (Collection<?>) values);
	}

	private static boolean test(String key, Object value, BiFunction<String, Object, Filter> filter, Metadata metadata,
			boolean otherwise) {
		Map<String, Object> texts = metadata.toMap();
		texts.replaceAll((name, one) -> text(one));
		Object plain = (value instanceof Collection<?> values) ? values.stream().map(MetadataFilterTests::text).toList()
				: text(value);
		try {
			return filter.apply(key.isEmpty() ? "a" : key, plain).test(Metadata.from(texts));
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex).hasMessageContaining("Type mismatch");
			return otherwise;
		}
	}

	private static Object text(Object value) {
		return (value instanceof UUID uuid) ? uuid.toString() : value;
	}

}
