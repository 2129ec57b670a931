package io.fletch.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values are counted alike by an index and without one.
 */
@ExtendWith(SeededRandom.class)
class IndexedFacetsTests {

	private static final List<String> COLUMNS = List.of("lang", "flag", "small", "large", "real", "single", "day",
			"tags", "id");

	private final TwinTables tables = new TwinTables("memory:", schema());

	private final Table plain = this.tables.plain();

	private final Table indexed = this.tables.indexed();

	@BeforeEach
	void fill(Random random) {
		add(random, 2000);
		COLUMNS.forEach((column) -> this.indexed.indexes().create(IndexDefinition.on(column)));
		this.indexed.indexes().create(IndexDefinition.on("lang").type(IndexType.BITMAP));
	}

	private static Schema schema() {
		return new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
				Field.nullable("lang", new ArrowType.Utf8()), Field.nullable("flag", new ArrowType.Bool()),
				Field.nullable("small", new ArrowType.Int(8, true)),
				Field.nullable("large", new ArrowType.Int(64, false)),
				Field.nullable("real", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
				Field.nullable("single", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
				Field.nullable("day", new ArrowType.Date(DateUnit.DAY)),
				new Field("tags", FieldType.nullable(new ArrowType.List()),
						List.of(Field.nullable("item", new ArrowType.Utf8())))));
	}

	private void add(Random random, int count) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Map<String, @Nullable Object> row = new HashMap<>();
			row.put("id", (long) i);
			row.put("lang", "l" + random.nextInt(5));
			row.put("flag", random.nextBoolean());
			row.put("small", random.nextInt(4) - 2);
			row.put("large", 1L + random.nextInt(3));
			row.put("real", List.of(0.0, -0.0, Double.NaN, 1.5).get(random.nextInt(4)));
			row.put("single", random.nextInt(3) / 2F);
			row.put("day", LocalDate.of(2020, 1, 1 + random.nextInt(3)));
			row.put("tags", List.of("t" + random.nextInt(3), "t" + random.nextInt(3)));
			COLUMNS.stream()
				.filter((column) -> !column.equals("id") && random.nextInt(10) == 0)
				.forEach((column) -> row.put(column, null));
			rows.add(row);
		}
		this.tables.add(rows);
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	private void requireSame() {
		for (String column : COLUMNS) {
			for (String where : List.of("true", "id % 3 = 0", "lang = 'l2'", "id = 5", "id < 0")) {
				assertThat(this.indexed.scan().where(where).facets(column, 50)).as("%s where %s", column, where)
					.isEqualTo(this.plain.scan().where(where).facets(column, 50));
				assertThat(this.indexed.scan().where(where).distinct(column)).as("%s where %s", column, where)
					.isEqualTo(this.plain.scan().where(where).distinct(column));
			}
			assertThat(this.indexed.scan().facets(column, 50)).as(column)
				.isEqualTo(this.plain.scan().facets(column, 50));
		}
	}

	@Test
	void countsAsWithoutIndexes() {
		requireSame();
	}

	@Test
	void deletedRowsDoNotCountAndNewOnesDo(Random random) {
		this.tables.both((table) -> {
			table.delete("id % 4 = 1 OR lang = 'l3'");
			table.update().where("id = 8").set("lang", "new").execute();
		});
		add(random, 50);
		requireSame();
		this.indexed.optimize();
		requireSame();
	}

	@Test
	void anOlderVersionCountsWhatItHas(Random random) {
		List<?> before = this.plain.scan().facets("lang", 10);
		long version = this.indexed.version();
		this.indexed.delete("lang = 'l1'");
		add(random, 30);
		assertThat(this.indexed.checkout(version).scan().facets("lang", 10)).isEqualTo(before);
	}

}
