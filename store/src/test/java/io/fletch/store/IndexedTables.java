package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Hit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table with indexes, and one of the same rows without: whoever changes the one changes
 * the other.
 */
final class IndexedTables implements AutoCloseable {

	private static final int DIMENSIONS = 16;

	private static final Schema SCHEMA = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
			Field.nullable("num", new ArrowType.Int(32, true)), Field.nullable("cat", new ArrowType.Utf8()),
			new Field("tags", FieldType.nullable(new ArrowType.List()),
					List.of(Field.nullable("item", new ArrowType.Utf8()))),
			new Field("vector", FieldType.nullable(new ArrowType.FixedSizeList(DIMENSIONS)),
					List.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))))));

	private final Path folder;

	private final TwinTables tables;

	private IndexedTables(Path folder) {
		this.folder = folder;
		this.tables = new TwinTables(folder.toString(), SCHEMA);
	}

	/**
	 * Makes a database with both tables, full of the same rows, and without an index.
	 */
	static IndexedTables create(Path folder, Random random) {
		IndexedTables tables = new IndexedTables(folder);
		tables.add(random, 0, 12_000);
		return tables;
	}

	void reopen() {
		this.tables.reopen();
	}

	@Override
	public void close() {
		this.tables.close();
	}

	Table indexed() {
		return this.tables.indexed();
	}

	Table plain() {
		return this.tables.plain();
	}

	/** Where the files of the indexes are. */
	Path indexFiles() {
		return this.folder.resolve("indexed.fletch/_indices");
	}

	/**
	 * Puts the file of each of two indexes into the place of the other. The database is
	 * closed then.
	 */
	void swapFilesOfTwoIndexes() throws IOException {
		List<Path> files = indexed().handle()
			.manifest()
			.indexes()
			.stream()
			.map((index) -> this.folder.resolve("indexed.fletch").resolve(index.segments().getFirst().path()))
			.toList();
		close();
		byte[] first = Files.readAllBytes(files.get(0));
		Files.write(files.get(0), Files.readAllBytes(files.get(1)));
		Files.write(files.get(1), first);
	}

	void add(Random random, int from, int count) {
		List<Map<String, Object>> rows = new ArrayList<>();
		for (int id = from; id < from + count; id++) {
			Map<String, Object> row = new HashMap<>();
			row.put("id", (long) id);
			row.put("num", (random.nextInt(20) == 0) ? null : random.nextInt(10_000));
			row.put("cat", (random.nextInt(20) == 0) ? null : "c" + random.nextInt(30));
			row.put("tags", List.of("t" + random.nextInt(5), "t" + random.nextInt(50)));
			row.put("vector", (random.nextInt(50) == 0) ? null : vector(random));
			rows.add(row);
		}
		this.tables.add(rows);
	}

	void createAll() {
		indexed().indexes().create(IndexDefinition.on("id"));
		indexed().indexes().create(IndexDefinition.on("num"));
		indexed().indexes().create(IndexDefinition.on("cat").type(IndexType.BITMAP));
		indexed().indexes().create(IndexDefinition.on("tags"));
		indexed().indexes().create(IndexDefinition.on("vector").partitions(30));
	}

	/**
	 * Compares what both tables answer: all of filters, nearly all of vectors.
	 */
	void requireSame(Random random) {
		for (String filter : filters(random)) {
			assertThat(ids(indexed().scan().where(filter))).as(filter).isEqualTo(ids(plain().scan().where(filter)));
			assertThat(indexed().countRows(filter, Map.of())).as(filter).isEqualTo(plain().countRows(filter, Map.of()));
		}
		int found = 0;
		for (int i = 0; i < 20; i++) {
			float[] query = vector(random);
			List<Hit<Map<String, @Nullable Object>>> expected = plain().search(query).where("num >= 100").hits();
			Set<Object> ids = new HashSet<>();
			expected.forEach((hit) -> ids.add(hit.row().get("id")));
			List<Hit<Map<String, @Nullable Object>>> actual = indexed().search(query).where("num >= 100").hits();
			assertThat(actual).hasSameSizeAs(expected);
			found += (int) actual.stream().filter((hit) -> ids.contains(hit.row().get("id"))).count();
		}
		assertThat(found).isGreaterThanOrEqualTo(194);
	}

	static float[] vector(Random random) {
		float[] vector = new float[DIMENSIONS];
		int cluster = random.nextInt(40);
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (random.nextGaussian() + 6 * Math.sin(cluster * (i + 1)));
		}
		return vector;
	}

	static List<Object> ids(Search<Map<String, @Nullable Object>> search) {
		return search.select("id").rows().stream().map((row) -> row.get("id")).toList();
	}

	private static List<String> filters(Random random) {
		int id = random.nextInt(12_000);
		int num = random.nextInt(9000);
		return List.of("id = " + id, "id IN (1, 5, " + id + ", 99999)", "num BETWEEN " + num + " AND " + (num + 500),
				"num > " + num + " AND num < " + (num + 50) + " AND cat = 'c3'", "cat = 'c7' OR num < 300",
				"cat <> 'c7' AND vector IS NOT NULL", "NOT (num < " + num + ")", "num IS NULL AND cat LIKE 'c1%'",
				"array_has(tags, 't3') AND num % 7 = 2", "array_has_any(tags, ['t40', 't41']) OR id < 10",
				"(cat = 'c1' AND num < 5000) OR (cat = 'c2' AND num >= 5000)", "cat IS NULL OR id = " + id,
				"num = 1 AND num = 2", "id >= 0");
	}

}
