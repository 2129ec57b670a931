package io.fletch.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows added a few at a time lie in many fragments, which readers join in groups. No
 * reader may notice.
 */
@ExtendWith(SeededRandom.class)
class SmallAppendsTests {

	private static final Field ID = new Field("id", FieldType.nullable(new ArrowType.Int(64, true)), null);

	private static final Field ITEM = new Field("item",
			FieldType.nullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)), null);

	private static final Field VECTOR = new Field("vector", FieldType.nullable(new ArrowType.FixedSizeList(1)),
			List.of(ITEM));

	private final Database database = Database.open("memory:",
			DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));

	private final Table table = this.database.createTable("t", new Schema(List.of(ID, VECTOR)));

	/** The vectors by the ids of their rows. */
	private final TreeMap<Long, Float> rows = new TreeMap<>();

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void areReadLikeRowsThatStandTogether(Random random) {
		for (int step = 0; step < 300; step++) {
			change(random);
			if (step % 5 == 0) {
				check(this.table, this.rows, random);
			}
		}
	}

	@Test
	void areReadInAnOldVersionAsTheyWereThen(Random random) {
		Map<Long, TreeMap<Long, Float>> versions = new HashMap<>();
		for (int step = 0; step < 100; step++) {
			change(random);
			versions.put(this.table.version(), new TreeMap<>(this.rows));
		}
		versions.forEach((version, then) -> {
			try (Table old = this.table.checkout(version)) {
				check(old, then, random);
			}
		});
	}

	private void change(Random random) {
		long any = random.nextInt(Math.max(1, this.rows.size()));
		if (random.nextInt(20) == 0) {
			this.table.delete("id = " + any);
			this.rows.remove(any);
		}
		else if (random.nextInt(20) == 0) {
			float value = random.nextFloat();
			this.table.update().set("vector", new float[] { value }).where("id = " + any).execute();
			this.rows.replace(any, value);
		}
		else {
			add(1 + random.nextInt(3), random);
		}
	}

	private void add(int count, Random random) {
		List<Map<String, Object>> added = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			long id = this.rows.isEmpty() ? 0 : this.rows.lastKey() + 1;
			float value = random.nextFloat();
			added.add(Map.of("id", id, "vector", new float[] { value }));
			this.rows.put(id, value);
		}
		this.table.add(added);
	}

	private static void check(Table table, TreeMap<Long, Float> expected, Random random) {
		long limit = random.nextInt(expected.size() + 1);
		String where = "id < " + limit;
		List<Long> below = List.copyOf(expected.headMap(limit).keySet());
		assertThat(table.countRows(where, Map.of())).isEqualTo(below.size());
		assertThat(ids(table.scan().where(where).rows())).containsExactlyInAnyOrderElementsOf(below);
		float query = random.nextFloat();
		assertThat(ids(table.search(new float[] { query }).limit(5).rows()))
			.isEqualTo(nearest(expected, query).limit(5).toList());
		assertThat(ids(table.search(new float[] { query }).where(where).limit(5).rows()))
			.isEqualTo(nearest(expected, query).filter((id) -> id < limit).limit(5).toList());
	}

	private static Stream<Long> nearest(TreeMap<Long, Float> rows, float query) {
		return rows.entrySet()
			.stream()
			.sorted(Comparator.comparingDouble((row) -> Math.abs(row.getValue() - query)))
			.map(Map.Entry::getKey);
	}

	private static List<Long> ids(List<Map<String, Object>> rows) {
		return rows.stream().map((row) -> (Long) row.get("id")).toList();
	}

}
