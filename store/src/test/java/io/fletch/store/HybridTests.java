package io.fletch.store;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Searches by words and a vector at once, with what they must give worked out by hand.
 */
class HybridTests {

	private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

	/** Nearest to it are a, cat, dog and b. */
	private static final float[] VECTOR = { 0, 0.4F };

	private Database database;

	private Table table;

	@BeforeEach
	void fill() {
		this.database = Database.open("memory:");
		Field element = Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
		this.table = this.database.createTable("letters",
				new Schema(List.of(Field.notNullable("text", new ArrowType.Utf8()),
						new Field("vector", FieldType.nullable(new ArrowType.FixedSizeList(2)), List.of(element)))));
		this.table.add(List.of(row("a", 0.1F, 0.1F), row("b", 2, 2)));
		this.table.indexes().create(IndexDefinition.fullText("text"));
		this.table.add(List.of(row("cat", -0.1F, -0.1F), row("dog", 0.5F, -0.5F)));
	}

	private static Map<String, @Nullable Object> row(String text, float x, float y) {
		return Map.of("text", text, "vector", new float[] { x, y });
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static List<Object> texts(Search<Map<String, @Nullable Object>> search) {
		return search.rows().stream().<Object>map((row) -> String.valueOf(row.get("text"))).toList();
	}

	private Search<Map<String, @Nullable Object>> dog() {
		return this.table.search(TextQuery.match("dog")).vector(VECTOR);
	}

	@Test
	void ranksOfBothSidesAreFused() {
		List<Hit<Map<String, @Nullable Object>>> hits = dog().hits();
		assertThat(hits).extracting((hit) -> hit.row().get("text")).containsExactly("dog", "a", "cat", "b");
		double[] expected = { 1 / 61.0 + 1 / 63.0, 1 / 61.0, 1 / 62.0, 1 / 64.0 };
		for (int i = 0; i < expected.length; i++) {
			assertThat(hits.get(i).score()).isCloseTo(expected[i], ROUNDING);
		}
		assertThat(hits).extracting(Hit::vectorRank).containsExactly(3, 1, 2, 4);
		assertThat(hits).extracting(Hit::textRank).containsExactly(1, null, null, null);
		assertThat(hits.get(1).textScore()).isNull();
		assertThat(hits.get(0).distance()).isCloseTo(1.06, Offset.offset(1e-6));
	}

	@Test
	void ranksOfRowsThatWereUpdatedAreFusedUnderTheIdsThatUsersSee() {
		List<Long> before = dog().hits().stream().map(Hit::rowId).toList();
		this.table.update().set("text", "dog").where("text = 'dog' or text = 'cat'").execute();
		List<Hit<Map<String, @Nullable Object>>> hits = dog().hits();
		assertThat(hits).extracting((hit) -> hit.row().get("text")).containsExactly("dog", "dog", "a", "b");
		assertThat(hits).extracting(Hit::vectorRank).containsExactly(2, 3, 1, 4);
		assertThat(hits).extracting(Hit::rowId)
			.containsExactly(before.get(2), before.get(0), before.get(1), before.get(3));
	}

	@Test
	void theLimitTakesTheFirst() {
		assertThat(texts(dog().limit(2))).containsExactly("dog", "a");
		assertThat(texts(dog().limit(2).offset(1))).containsExactly("a", "cat");
	}

	@Test
	void theDepthSaysHowManyRowsOfEachSideAreFused() {
		this.table.add(List.of(row("dog dog dog", 3, 3)));
		assertThat(texts(dog().depth(1).limit(2))).containsExactly("a", "dog dog dog");
		assertThat(texts(dog().depth(3).limit(2))).containsExactly("dog", "a");
		assertThat(dog().depth(3).explain().toString()).contains("every side finds at least 3 rows");
	}

	@Test
	void whatADepthDoesNotFillComesFromLaterRounds() {
		assertThat(texts(dog().depth(1).limit(4))).containsExactly("a", "dog", "cat", "b");
		assertThat(texts(dog().depth(1).limit(1).offset(2))).containsExactly("cat");
		assertThat(texts(dog().depth(Integer.MAX_VALUE))).containsExactly("dog", "a", "cat", "b");
	}

	@Test
	void aDepthBelowOneOrOfAScanIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> dog().depth(0))
			.withMessage("depth must be at least 1, but was 0");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().depth(5))
			.withMessageContaining("depth(...) is for searches by vector or words");
	}

	@Test
	void rowsOfEqualRelevanceComeByTheirIds() {
		List<Object> found = texts(this.table.search(TextQuery.match("b")).vector(new float[] { 0.5F, -0.5F }));
		assertThat(found).startsWith("b", "dog");
		assertThat(texts(this.table.search(TextQuery.match("cat")).vector(new float[] { 0.1F, 0.1F })).subList(0, 2))
			.containsExactly("cat", "a");
	}

	@Test
	void aSideThatFindsNothingLeavesTheOther() {
		List<Hit<Map<String, @Nullable Object>>> hits = this.table.search(TextQuery.match("*a**"))
			.text(TextQuery.match("nobody"))
			.vector(VECTOR)
			.hits();
		assertThat(hits).extracting((hit) -> hit.row().get("text")).containsExactly("a", "cat", "dog", "b");
		assertThat(texts(dog().distanceRange(100, 200))).containsExactly("dog");
	}

	@Test
	void twoSidesThatFindNothingGiveNothing() {
		assertThat(this.table.search(TextQuery.match("nobody")).vector(VECTOR).distanceRange(0, 1e-6).hits()).isEmpty();
		assertThat(dog().where("text = 'nobody'").hits()).isEmpty();
	}

	@Test
	void theFilterHoldsForBothSides() {
		assertThat(texts(this.table.search(TextQuery.match("*a*"))
			.vector(new float[] { 0.3F, 0.3F })
			.where("text NOT IN ('a', 'dog')"))).containsExactly("cat", "b");
	}

	@Test
	void indexesChangeNeitherRowsNorScores() {
		List<Hit<Map<String, @Nullable Object>>> before = dog().hits();
		this.table.optimize();
		assertThat(dog().hits()).usingRecursiveComparison().isEqualTo(before);
		this.table.indexes().create(IndexDefinition.on("vector").type(IndexType.IVF_FLAT).partitions(1));
		assertThat(dog().hits()).usingRecursiveComparison().isEqualTo(before);
	}

	@Test
	void aRowWithoutVectorIsFoundByItsWords() {
		this.table.add(List.of(Map.of("text", "dog dog")));
		List<Hit<Map<String, @Nullable Object>>> hits = dog().hits();
		assertThat(hits).filteredOn((hit) -> "dog dog".equals(hit.row().get("text")))
			.singleElement()
			.satisfies((hit) -> {
				assertThat(hit.distance()).isNull();
				assertThat(hit.vectorRank()).isNull();
				assertThat(hit.textRank()).isEqualTo(1);
			});
	}

	@Test
	void bothSidesAreExplained() {
		assertThat(dog().explain().toString()).contains("vector", "text", "fuse", "reciprocal rank fusion");
		assertThat(dog().analyze().toString()).contains("vector", "text", "fuse");
	}

	@Test
	void aSideThatIsMissingIsNamed() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search("dog").kind(QueryKind.HYBRID).hits())
			.withMessageContaining("no vector column with an embedding function");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(VECTOR).kind(QueryKind.HYBRID).hits())
			.withMessageContaining("text");
	}

	@Test
	void wordsOfIndexedRowsOnlyAreFoundOnRequest() {
		assertThat(texts(this.table.search("dog b").kind(QueryKind.TEXT))).containsExactlyInAnyOrder("dog", "b");
		assertThat(texts(this.table.search("dog b").kind(QueryKind.TEXT).indexedOnly())).containsExactly("b");
		assertThat(this.table.search("dog b").kind(QueryKind.TEXT).indexedOnly().hits().getFirst().score())
			.isEqualTo(this.table.search("b").kind(QueryKind.TEXT).hits().getFirst().score());
	}

	@Test
	void aColumnThatIsNamedNeedsNoIndex() {
		List<Hit<Map<String, @Nullable Object>>> indexed = this.table.search(TextQuery.match("dog", "text")).hits();
		this.table.indexes().drop("text_fts_idx");
		assertThat(this.table.search(TextQuery.match("dog", "text")).hits()).usingRecursiveComparison()
			.isEqualTo(indexed);
		assertThat(texts(this.table.search(TextQuery.multiMatch("cat", List.of("text"))))).containsExactly("cat");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(TextQuery.match("dog")).hits())
			.withMessageContaining("has no full-text column");
	}

}
