package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Hit;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RerankingTests {

	private static final int COUNT = 3000;

	private Database database;

	private Table table;

	@BeforeEach
	void fill() {
		this.database = Database.open("memory:");
		this.table = this.database.createTable("words", FullTextTables.schema(true));
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (long id = 0; id < COUNT; id++) {
			rows.add(Map.of("id", id, "title", "word", "body", ""));
		}
		this.table.add(rows);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private Search<Map<String, @Nullable Object>> reranked(Function<List<Ranking>, List<Candidate>> reranker) {
		return reading((rows) -> reranker.apply(rows.rankings()));
	}

	private Search<Map<String, @Nullable Object>> reading(Function<RankedRows, List<Candidate>> reranker) {
		return this.table.search(TextQuery.match("word")).rerank(new Reranker() {

			@Override
			public String name() {
				return "mine";
			}

			@Override
			public List<Candidate> rerank(RankedRows rows) {
				return reranker.apply(rows);
			}

		});
	}

	private static List<Candidate> same(List<Ranking> rankings) {
		return rankings.getFirst().candidates();
	}

	@Test
	void aRerankerSeesTheIdsThatUsersSee() {
		List<Long> before = ids(this.table.search(TextQuery.match("word")).where("id < 60"));
		this.table.update().set("body", "changed").where("id < 50").execute();
		List<Long> seen = new ArrayList<>();
		List<Long> found = ids(reranked((rankings) -> {
			same(rankings).forEach((row) -> seen.add(row.rowId()));
			return same(rankings).stream().filter((row) -> row.rowId() < 10).toList();
		}).where("id < 60"));
		assertThat(new TreeSet<>(found)).containsExactlyElementsOf(new TreeSet<>(before)).isSubsetOf(seen);
	}

	@Test
	void aRerankerReadsWhatTheRowsOfTheVersionHold() {
		this.table.update().set("body", "changed").where("id < 50").execute();
		List<@Nullable Object> read = new ArrayList<>();
		Search<?> search = reading((rows) -> {
			read.addAll(rows.valuesOf("body", rows.fused()));
			read.addAll(rows.valuesOf(null, rows.fused().subList(0, 1)));
			return rows.fused();
		}).where("id between 48 and 51").limit(4);
		List<String> before = search.hits().stream().map((hit) -> String.valueOf(hit.row())).toList();
		this.table.delete("id < 60");
		assertThat(before).hasSize(4);
		assertThat(read).containsExactlyInAnyOrder("changed", "changed", "", "", "word");
	}

	@Test
	void aRerankerReadsOnlyColumnsThatAreThereAndRowsThatItWasGiven() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> reading((rows) -> fail(rows.valuesOf("boddy", rows.fused()))).hits())
			.withMessage("A reranker wants the column 'boddy', but the columns are [id, title, body]");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> reading((rows) -> fail(rows.valuesOf("body", List.of(new Candidate(4000, 1))))).hits())
			.withMessageContaining("wants to read the row 4000, which was not among those it was given");
	}

	private static List<Candidate> fail(List<?> read) {
		throw new AssertionError("Read " + read);
	}

	private static List<Long> ids(Search<?> search) {
		return search.hits().stream().<Long>map(Hit::rowId).toList();
	}

	static Stream<Arguments> wrong() {
		return Stream.of(Arguments.of(null, "null instead of a list"),
				Arguments.of(Arrays.asList(new Candidate(1, 1), null), "null at position 1"),
				Arguments.of(List.of(new Candidate(4000, 1)), "the row 4000, which was not among those it was given"),
				Arguments.of(List.of(new Candidate(1, 2), new Candidate(1, 1)), "the row 1 twice"),
				Arguments.of(List.of(new Candidate(1, Double.NaN)), "the row 1 the score NaN"));
	}

	@ParameterizedTest
	@MethodSource("wrong")
	void whatARerankerGivesIsChecked(List<Candidate> given, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> reranked((rankings) -> given).hits())
			.withMessage("The reranker 'mine' gave " + message
					+ "; it must give rows of the rankings, each once, with a number as score");
	}

	@Test
	void plansNameTheReranker() {
		assertThat(reranked(RerankingTests::same).explain().steps()).anySatisfy((step) -> {
			assertThat(step.name()).isEqualTo("fuse");
			assertThat(step.how()).isEqualTo("mine");
		});
	}

	@Test
	void aRerankerIsGivenNoMoreThanItsPageNeeds() {
		List<Integer> sizes = new ArrayList<>();
		Search<?> all = reranked((rankings) -> {
			sizes.add(same(rankings).size());
			return same(rankings);
		});
		assertThat(all.hits()).hasSize(10);
		assertThat(all.offset(90).limit(30).hits()).hasSize(30);
		assertThat(sizes).containsExactly(100, 100, 400);
	}

	@Test
	void aRerankerThatLeavesRowsAwayIsGivenABoundedNumber() {
		List<Integer> sizes = new ArrayList<>();
		Search<?> none = reranked((rankings) -> {
			sizes.add(same(rankings).size());
			return List.of();
		});
		assertThat(none.hits()).isEmpty();
		assertThat(none.offset(2000).limit(500).hits()).isEmpty();
		assertThat(sizes).containsExactly(100, 400, 100, 400);
	}

	static Stream<Function<List<Ranking>, List<Candidate>>> leavingRowsAway() {
		return Stream.of((rankings) -> same(rankings).subList(0, 10),
				(rankings) -> same(rankings).subList(same(rankings).size() - 10, same(rankings).size()),
				(rankings) -> same(rankings).stream().filter((row) -> row.rowId() % 7 == 0).toList(),
				(rankings) -> same(rankings).stream().filter((row) -> row.rowId() != 500).toList());
	}

	@ParameterizedTest
	@MethodSource("leavingRowsAway")
	void pagesFitTogetherThoughRowsAreLeftAway(Function<List<Ranking>, List<Candidate>> reranker) {
		Search<?> search = reranked(reranker);
		List<Long> whole = ids(search.limit(COUNT));
		assertThat(whole).hasSizeGreaterThanOrEqualTo(10).doesNotHaveDuplicates();
		for (int limit : new int[] { 10, 200, 1000 }) {
			List<Long> pages = new ArrayList<>();
			for (int offset = 0; offset <= whole.size(); offset += limit) {
				pages.addAll(ids(search.offset(offset).limit(limit)));
			}
			assertThat(pages).isEqualTo(whole);
		}
	}

	@ParameterizedTest
	@MethodSource("leavingRowsAway")
	void aPostfilterLooksAtAllThatAreNotLeftAway(Function<List<Ranking>, List<Candidate>> reranker) {
		Search<?> search = reranked(reranker);
		List<Long> whole = ids(search.limit(COUNT));
		List<Long> odd = whole.stream().filter((rowId) -> rowId % 2 == 1).toList();
		assertThat(ids(search.where("id % 2 = 1").postfilter().limit(COUNT))).isEqualTo(odd);
		assertThat(ids(search.where("id % 2 = 1").postfilter().limit(20)))
			.isEqualTo(odd.subList(0, Math.min(20, odd.size())));
	}

}
