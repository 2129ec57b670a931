package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Indexes over fields of structs.
 */
@ExtendWith(SeededRandom.class)
class NestedIndexTests {

	private static final List<String> CONDITIONS = List.of("meta.lang = 'l3'", "meta.lang IS NULL", "meta.year < 1990",
			"meta.year IS NULL OR meta.lang > 'l5'", "NOT meta.year = 2000", "array_has(meta.deep.`the tags`, 't2')",
			"meta.deep.`the tags` IS NULL", "meta IS NULL", "meta.year BETWEEN 1985 AND 1995 AND meta.lang = 'l1'");

	private final TwinTables tables = new TwinTables("memory:", schema());

	private final Table plain = this.tables.plain();

	private final Table indexed = this.tables.indexed();

	@BeforeEach
	void fill(Random random) {
		add(random, 400);
	}

	private static Schema schema() {
		Field deep = new Field("deep", FieldType.nullable(new ArrowType.Struct()), List.of(new Field("the tags",
				FieldType.nullable(new ArrowType.List()), List.of(Field.nullable("item", new ArrowType.Utf8())))));
		// The year cannot be null, the struct around it can.
		Field meta = new Field("meta", FieldType.nullable(new ArrowType.Struct()),
				List.of(Field.nullable("lang", new ArrowType.Utf8()),
						Field.notNullable("year", new ArrowType.Int(32, true)),
						Field.nullable("about", new ArrowType.Utf8()), deep));
		return new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
				Field.nullable("lang", new ArrowType.Utf8()), meta));
	}

	private void add(Random random, int count) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Map<String, @Nullable Object> row = new HashMap<>();
			row.put("id", (long) i);
			row.put("lang", "outer");
			row.put("meta", (random.nextInt(5) == 0) ? null : meta(random));
			rows.add(row);
		}
		this.tables.add(rows);
	}

	private static Map<String, @Nullable Object> meta(Random random) {
		Map<String, @Nullable Object> meta = new HashMap<>();
		meta.put("lang", (random.nextInt(5) == 0) ? null : "l" + random.nextInt(9));
		meta.put("year", 1980 + random.nextInt(30));
		meta.put("about", "w" + random.nextInt(9) + " w" + random.nextInt(9));
		meta.put("deep", (random.nextInt(5) == 0) ? null
				: Map.of("the tags", List.of("t" + random.nextInt(4), "t" + random.nextInt(4))));
		return meta;
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	private void createAll() {
		this.indexed.indexes().create(IndexDefinition.on("meta.lang").type(IndexType.BITMAP));
		this.indexed.indexes().create(IndexDefinition.on("meta.year"));
		this.indexed.indexes().create(IndexDefinition.on("meta.deep.`the tags`").named("tags"));
	}

	private void requireSame() {
		for (String condition : CONDITIONS) {
			assertThat(this.indexed.scan().where(condition).limit(1000).rows()).as(condition)
				.isEqualTo(this.plain.scan().where(condition).limit(1000).rows());
			assertThat(this.indexed.countRows(condition, Map.of())).as(condition)
				.isEqualTo(this.plain.countRows(condition, Map.of()));
		}
	}

	@Test
	void answersAsWithoutIndexes(Random random) {
		createAll();
		requireSame();
		add(random, 100);
		this.tables.both((table) -> table.delete("id % 7 = 0"));
		requireSame();
		this.indexed.optimize();
		requireSame();
	}

	@Test
	void isUsed() {
		createAll();
		assertThat(this.indexed.scan().where("meta.lang = 'l3'").explain().toString()).contains("meta.lang_idx");
		assertThat(this.indexed.scan().where("lang = 'l3'").explain().toString()).doesNotContain("meta.lang_idx");
	}

	@Test
	void isNamedByItsPath() {
		createAll();
		assertThat(this.indexed.indexes().list()).flatExtracting(IndexInfo::columns)
			.containsExactly("meta.lang", "meta.year", "meta.deep.`the tags`");
		assertThat(this.indexed.indexes().get("meta.year_idx").type()).isEqualTo(IndexType.BTREE);
		assertThat(this.indexed.indexes().get("tags").type()).isEqualTo(IndexType.LABEL_LIST);
	}

	@Test
	void followsItsField(Random random) {
		createAll();
		this.indexed.columns().alter(ColumnAlteration.of("meta").rename("info"));
		this.indexed.columns().alter(ColumnAlteration.of("info.lang").rename("language"));
		assertThat(this.indexed.indexes().get("meta.lang_idx").columns()).containsExactly("info.language");
		assertThat(this.indexed.countRows("info.language = 'l3'", Map.of()))
			.isEqualTo(this.plain.countRows("meta.lang = 'l3'", Map.of()));
		this.indexed.columns().drop("info.year");
		assertThat(this.indexed.indexes().list()).extracting(IndexInfo::name).containsExactly("meta.lang_idx", "tags");
	}

	@Test
	void valuesAreCounted() {
		createAll();
		for (String field : List.of("meta.lang", "META.year", "meta.deep.`the tags`")) {
			assertThat(this.indexed.scan().facets(field, 100)).as(field)
				.isEqualTo(this.plain.scan().facets(field, 100))
				.allSatisfy((facet) -> assertThat(facet.count()).isEqualTo(count(field, facet.value())));
		}
		assertThat(this.plain.scan().distinct("meta.lang")).hasSize(10).startsWith("l0").endsWith((Object) null);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.plain.scan().distinct("meta.deep"))
			.withMessageContaining("The values of the column 'meta.deep' of type Struct cannot be counted");
	}

	private long count(String field, @Nullable Object value) {
		if (value == null) {
			return this.plain.countRows(field + " IS NULL");
		}
		return this.plain.countRows(field.endsWith("`") ? "array_has(" + field + ", :value)" : field + " = :value",
				Map.of("value", value));
	}

	@Test
	void wordsAreFoundAndShown() {
		this.indexed.indexes().create(IndexDefinition.fullText("meta.about", "lang"));
		long expected = this.plain.countRows("meta.about LIKE '%w3%'", Map.of());
		assertThat(this.indexed.search("w3").limit(1000).hits()).hasSize((int) expected);
		assertThat(this.indexed.search(TextQuery.match("w3", "meta.about")).limit(1000).hits()).hasSize((int) expected);
		assertThat(this.indexed.search(TextQuery.queryString("meta.about:w3")).limit(1000).hits())
			.hasSize((int) expected);
		assertThat(this.indexed.search("w3").highlight("meta.about", 50, 1).limit(5).hits())
			.allSatisfy((hit) -> assertThat(hit.highlights().get("meta.about")).singleElement()
				.satisfies((fragment) -> assertThat(fragment.text()).contains("w3")));
	}

	@Test
	void fieldsThatCannotBeIndexedAreNamed() {
		Indexes indexes = this.indexed.indexes();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("meta.missing")))
			.withMessage("There is no field 'meta.missing'; the fields there are [lang, year, about, deep]");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("nobody.there")))
			.withMessage("The table 'indexed' has no column 'nobody.there' to create an index on; its columns are "
					+ "[id, lang, meta]");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("meta.deep")))
			.withMessageContaining("The column 'deep' of the type Struct cannot have an index of the kind BTREE");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.indexed.search(TextQuery.match("w3", "meta.year")).hits())
			.withMessageContaining("The column 'meta.year' has no full-text index");
		assertThat(this.indexed.search(TextQuery.match("w3", "meta.about")).hits()).hasSize(10);
	}

}
