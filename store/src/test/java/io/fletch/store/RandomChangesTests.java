package io.fletch.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Random adds, updates, deletes and merges against a model, with compactions and
 * reopenings between them.
 */
@ExtendWith(SeededRandom.class)
class RandomChangesTests {

	private static final List<String> COLUMNS = List.of("k", "n", "v", "x");

	@TempDir
	private Path folder;

	private Database database;

	private Table table;

	private ModelTable model;

	private Random random;

	private KeyValues keys;

	@ParameterizedTest
	@EnumSource
	void givesWhatRowByRowComputationGives(KeyValues type, Random seeded) {
		this.random = seeded;
		this.keys = type;
		this.model = new ModelTable(COLUMNS);
		this.database = Database.open(this.folder);
		try {
			this.table = this.database.createTable("t", schema());
			for (int i = 0; i < 60; i++) {
				change();
				assertThat(shown()).as("after change %s", i).isEqualTo(this.model.shown());
			}
			assertThat(this.table.verify().problems()).isEmpty();
		}
		finally {
			this.database.close();
		}
	}

	private Schema schema() {
		return new Schema(List.of(field("k", this.keys.type()), field("n", new ArrowType.Int(32, true)),
				field("v", new ArrowType.Utf8()),
				field("x", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));
	}

	private static Field field(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), null);
	}

	private List<String> shown() {
		return this.table.scan()
			.hits()
			.stream()
			.map((hit) -> hit.rowId() + "=" + ModelTable.show(COLUMNS, hit.row()))
			.toList();
	}

	private void change() {
		switch (this.random.nextInt(10)) {
			case 0 -> this.table.optimize();
			case 1 -> reopen();
			case 2, 3 -> add();
			case 4 -> delete();
			case 5 -> update();
			default -> merge();
		}
	}

	private void reopen() {
		this.database.close();
		this.database = Database.open(this.folder);
		this.table = this.database.openTable("t");
	}

	private void add() {
		List<Map<String, @Nullable Object>> rows = rows(COLUMNS, (this.random.nextInt(8) == 0) ? 1500 : 6);
		this.table.add(rows);
		this.model.add(rows);
	}

	private void delete() {
		int limit = this.random.nextInt(10);
		WriteResult result = this.table.delete("n > :limit OR k IS NULL", Map.of("limit", limit));
		long expected = this.model.delete((row) -> isAbove(row, limit) || row.get("k") == null);
		assertThat(result.deleted()).isEqualTo(expected);
	}

	private void update() {
		int limit = this.random.nextInt(10);
		@Nullable Object key = key();
		WriteResult result = this.table.update()
			.setSql("n", "n - :by", Map.of("by", 2))
			.setSql("v", "v || '!'")
			.set("k", key)
			.where("n > :limit", Map.of("limit", limit))
			.execute();
		long expected = this.model.update((row) -> isAbove(row, limit), (row) -> {
			row.put("n", (Integer) row.get("n") - 2);
			row.put("v", (row.get("v") == null) ? null : row.get("v") + "!");
			row.put("k", key);
			return row;
		});
		assertThat(result.updated()).isEqualTo(expected);
	}

	private void merge() {
		List<String> columns = columns();
		List<Map<String, @Nullable Object>> source = rows(columns, this.random.nextInt(6));
		if (source.isEmpty()) {
			columns = COLUMNS;
		}
		List<String> on = (columns.contains("n") && this.random.nextInt(3) == 0) ? List.of("n", "k") : List.of("k");
		MergeInsert<Map<String, @Nullable Object>> merge = this.table.mergeInsert(on.toArray(String[]::new))
			.whenNotMatchedInsertAll();
		BiPredicate<Map<String, ?>, Map<String, ?>> update = null;
		if (this.random.nextInt(4) > 0) {
			boolean conditional = columns.contains("n") && this.random.nextBoolean();
			merge = conditional ? merge.whenMatchedUpdateAll("target.n >= source.n OR source.n > :n", Map.of("n", 7))
					: merge.whenMatchedUpdateAll();
			update = conditional ? RandomChangesTests::isNewer : (target, given) -> true;
		}
		Predicate<Map<String, ?>> delete = null;
		if (this.random.nextInt(3) == 0) {
			boolean conditional = this.random.nextInt(4) > 0;
			merge = conditional ? merge.whenNotMatchedBySourceDelete("n > :n", Map.of("n", 6))
					: merge.whenNotMatchedBySourceDelete();
			delete = conditional ? (row) -> isAbove(row, 6) : (row) -> true;
		}
		check(merge, new ModelTable.Merge(on, update, true, delete), source);
	}

	private void check(MergeInsert<Map<String, @Nullable Object>> merge, ModelTable.Merge expected,
			List<Map<String, @Nullable Object>> source) {
		long[] counts = this.model.merge(expected, source);
		if (counts == null) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> merge.execute(source))
				.withMessageContaining("of a merge-insert have the same key");
			return;
		}
		WriteResult result = merge.execute(source);
		assertThat(new long[] { result.inserted(), result.updated(), result.deleted() }).isEqualTo(counts);
	}

	private List<String> columns() {
		List<String> columns = new ArrayList<>(List.of("k"));
		for (String column : List.of("n", "v", "x")) {
			if (this.random.nextInt(3) > 0) {
				columns.add(column);
			}
		}
		return columns;
	}

	private List<Map<String, @Nullable Object>> rows(List<String> columns, int count) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Map<String, @Nullable Object> row = new LinkedHashMap<>();
			for (String column : columns) {
				row.put(column, value(column));
			}
			rows.add(row);
		}
		return rows;
	}

	private @Nullable Object value(String column) {
		return switch (column) {
			case "k" -> key();
			case "n" -> (this.random.nextInt(8) == 0) ? null : this.random.nextInt(10);
			case "v" -> (this.random.nextInt(8) == 0) ? null : "v" + this.random.nextInt(100);
			default -> this.random.nextDouble();
		};
	}

	private @Nullable Object key() {
		return (this.random.nextInt(8) == 0) ? null : this.keys.value(this.random.nextInt(10));
	}

	private static boolean isNewer(Map<String, ?> target, Map<String, ?> source) {
		return source.get("n") instanceof Integer given
				&& (given > 7 || target.get("n") instanceof Integer present && present >= given);
	}

	private static boolean isAbove(Map<String, ?> row, int limit) {
		return row.get("n") instanceof Integer n && n > limit;
	}

}
