package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Facet;
import io.fletch.store.query.Hit;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks a version of a table, and compares the answers with what it must hold.
 */
final class SoakReader {

	private static final int ALL = 100_000;

	private static final Offset<Double> ROUNDING = Offset.offset(1e-4);

	private final Random random;

	private final Table version;

	private final Map<Long, SoakRow> rows;

	private final Recall recall;

	SoakReader(Random random, Table version, Map<Long, SoakRow> rows, Recall recall) {
		this.random = random;
		this.version = version;
		this.rows = rows;
		this.recall = recall;
	}

	/**
	 * Asks one question of any kind.
	 */
	void ask() {
		switch (this.random.nextInt(9)) {
			case 0 -> everyRow();
			case 1 -> filter();
			case 2 -> labels();
			case 3 -> facets();
			case 4 -> words();
			case 5 -> exactVectors();
			case 6 -> indexedVectors();
			case 7 -> filteredVectors();
			default -> both();
		}
	}

	private List<SoakRow> expected(Predicate<SoakRow> condition) {
		return this.rows.values().stream().filter(condition).toList();
	}

	private void requireRows(Search<Map<String, @Nullable Object>> search, Collection<SoakRow> expected) {
		Set<SoakRow> found = search.limit(ALL).rows().stream().map(SoakRow::of).collect(Collectors.toSet());
		assertThat(found).as("%s", this.version).isEqualTo(new HashSet<>(expected));
	}

	private void everyRow() {
		requireRows(this.version.scan(), this.rows.values());
		assertThat(this.version.countRows()).isEqualTo(this.rows.size());
	}

	private void filter() {
		long low = this.random.nextInt(10_000);
		long high = low + this.random.nextInt(3000);
		Map<String, Object> range = Map.of("low", low, "high", high);
		List<SoakRow> expected = expected((row) -> row.n() >= low && row.n() <= high && !row.lang().equals("fr"));
		requireRows(this.version.scan().where("n BETWEEN :low AND :high AND lang <> 'fr'", range), expected);
		assertThat(this.version.countRows("n BETWEEN :low AND :high AND lang <> 'fr'", range))
			.isEqualTo(expected.size());
	}

	private void labels() {
		String label = "t" + this.random.nextInt(50);
		requireRows(this.version.scan().where("array_has(tags, :label)", Map.of("label", label)),
				expected((row) -> row.tags().contains(label)));
	}

	private void facets() {
		Map<String, Long> expected = this.rows.values()
			.stream()
			.collect(Collectors.groupingBy(SoakRow::lang, Collectors.counting()));
		List<Facet> facets = this.version.scan().facets("lang", 10);
		assertThat(facets.stream().collect(Collectors.toMap(Facet::value, Facet::count))).isEqualTo(expected);
	}

	private String word() {
		return "w" + (1 + this.random.nextInt(60));
	}

	private void words() {
		String first = word();
		String second = word();
		TextQuery.Match either = TextQuery.match(first + " " + second);
		requireRows(this.version.search(either), expected((row) -> row.hasWord(first) || row.hasWord(second)));
		requireRows(this.version.search(either.with(WordOperator.AND)).where("lang = 'en'"),
				expected((row) -> row.hasWord(first) && row.hasWord(second) && row.lang().equals("en")));
		requireRows(this.version.search(TextQuery.phrase(first + " " + second)),
				expected((row) -> (" " + row.body() + " ").contains(" " + first + " " + second + " ")));
	}

	private float[] vector() {
		float[] vector = new float[SoakRow.DIMENSIONS];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = this.random.nextFloat();
		}
		return vector;
	}

	private void exactVectors() {
		float[] vector = vector();
		double[] distances = this.rows.values().stream().mapToDouble((row) -> row.distance(vector)).sorted().toArray();
		List<Hit<Map<String, @Nullable Object>>> hits = this.version.search(vector).exact().limit(10).hits();
		requireDistances(hits, vector);
		assertThat(hits.stream().mapToDouble((hit) -> value(hit.distance())).toArray())
			.containsExactly(Arrays.copyOf(distances, 10), ROUNDING);
	}

	private void requireDistances(List<Hit<Map<String, @Nullable Object>>> hits, float[] vector) {
		List<Double> distances = new ArrayList<>();
		for (Hit<Map<String, @Nullable Object>> hit : hits) {
			SoakRow row = SoakRow.of(hit.row());
			assertThat(row).isEqualTo(this.rows.get(row.id()));
			distances.add(value(hit.distance()));
			assertThat(value(hit.distance())).isCloseTo(row.distance(vector), ROUNDING);
		}
		assertThat(distances).isSorted();
	}

	private static double value(@Nullable Double number) {
		return Objects.requireNonNull(number, "what is found by a vector has a distance");
	}

	private void indexedVectors() {
		float[] vector = vector();
		List<Hit<Map<String, @Nullable Object>>> hits = this.version.search(vector).limit(10).hits();
		requireDistances(hits, vector);
		assertThat(hits).hasSize(10);
		count(hits, vector, (row) -> true);
	}

	/**
	 * Counts the hits that exact search would give, too.
	 */
	private void count(List<Hit<Map<String, @Nullable Object>>> hits, float[] vector, Predicate<SoakRow> condition) {
		double farthest = this.rows.values()
			.stream()
			.filter(condition)
			.mapToDouble((row) -> row.distance(vector))
			.sorted()
			.skip(hits.size() - 1)
			.findFirst()
			.orElseThrow();
		long right = hits.stream().filter((hit) -> value(hit.distance()) <= farthest + ROUNDING.value).count();
		this.recall.add(right, hits.size());
	}

	private void filteredVectors() {
		float[] vector = vector();
		List<Hit<Map<String, @Nullable Object>>> hits = this.version.search(vector)
			.where("lang = 'it'")
			.limit(10)
			.hits();
		requireDistances(hits, vector);
		assertThat(hits).hasSize(10).allMatch((hit) -> "it".equals(hit.row().get("lang")));
		count(hits, vector, (row) -> row.lang().equals("it"));
	}

	private void both() {
		float[] vector = vector();
		String word = word();
		List<Hit<Map<String, @Nullable Object>>> hits = this.version.search(TextQuery.match(word))
			.vector(vector)
			.limit(20)
			.hits();
		assertThat(hits).hasSize(20);
		for (Hit<Map<String, @Nullable Object>> hit : hits) {
			SoakRow row = SoakRow.of(hit.row());
			assertThat(row).isEqualTo(this.rows.get(row.id()));
			Double distance = hit.distance();
			if (hit.textScore() != null || distance == null) {
				assertThat(row).matches((found) -> found.hasWord(word), "has the word " + word);
			}
			if (distance != null) {
				assertThat(distance).isCloseTo(row.distance(vector), ROUNDING);
			}
		}
	}

	/**
	 * How many of the rows that are nearest were found by all who looked for some.
	 */
	static final class Recall {

		private final LongAdder found = new LongAdder();

		private final LongAdder expected = new LongAdder();

		private void add(long right, long all) {
			this.found.add(right);
			this.expected.add(all);
		}

		double share() {
			return (double) this.found.sum() / Math.max(1, this.expected.sum());
		}

		boolean isKnown() {
			return this.expected.sum() > 0;
		}

	}

}
