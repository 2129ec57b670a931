package io.fletch.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntPredicate;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random conditions find the same rows by indexes, without them, by a naive look at each
 * row, and in another database.
 */
@ExtendWith(SeededRandom.class)
class RandomFilterTests {

	private static final int TREES = 3000;

	private static final Schema SCHEMA = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
			Field.nullable("a", new ArrowType.Int(64, true)), Field.nullable("b", new ArrowType.Int(32, true)),
			Field.nullable("s", new ArrowType.Utf8()), Field.nullable("t", new ArrowType.Utf8()),
			Field.nullable("dt", new ArrowType.Date(DateUnit.DAY)), Field.nullable("f", new ArrowType.Bool()),
			new Field("tags", FieldType.nullable(new ArrowType.List()),
					List.of(Field.nullable("item", new ArrowType.Utf8())))));

	private static final List<String> TEXTS = List.of("", "a", "ab", "abc", "b", "B", "ä", "z%");

	@TempDir
	private Path folder;

	private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

	private Database database;

	private Table indexed;

	private Table plain;

	private Connection other;

	@BeforeEach
	void fill(Random random) throws SQLException {
		this.database = Database.open(this.folder, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
		this.indexed = this.database.createTable("indexed", SCHEMA);
		this.plain = this.database.createTable("plain", SCHEMA);
		this.other = DriverManager.getConnection("jdbc:h2:mem:");
		for (long id = 0; id < 500; id++) {
			this.rows.add(row(random, id));
		}
		add(this.rows.subList(0, 400));
		index();
		add(this.rows.subList(400, 500));
		List.of(this.indexed, this.plain).forEach((table) -> table.delete("id % 17 = 4"));
		this.rows.removeIf((row) -> (Long) row.getOrDefault("id", 0L) % 17 == 4);
		insert();
	}

	private void add(List<Map<String, @Nullable Object>> some) {
		this.indexed.add(some);
		this.plain.add(some);
	}

	private static Map<String, @Nullable Object> row(Random random, long id) {
		Map<String, @Nullable Object> row = new HashMap<>();
		row.put("id", id);
		row.put("a", orNull(random, random.nextInt(40) - 20L));
		row.put("b", orNull(random, random.nextInt(6)));
		row.put("s", orNull(random, TEXTS.get(random.nextInt(TEXTS.size()))));
		row.put("t", orNull(random, TEXTS.get(random.nextInt(3))));
		row.put("dt", orNull(random, LocalDate.of(2024, 1, 1).plusDays(random.nextInt(20))));
		row.put("f", orNull(random, random.nextBoolean()));
		row.put("tags", orNull(random, List.of("t" + random.nextInt(3), "t" + random.nextInt(9))));
		return row;
	}

	private static @Nullable Object orNull(Random random, Object value) {
		return (random.nextInt(8) == 0) ? null : value;
	}

	private void index() {
		List.of("id", "a", "s", "dt").forEach((column) -> this.indexed.indexes().create(IndexDefinition.on(column)));
		List.of("b", "t", "f")
			.forEach((column) -> this.indexed.indexes().create(IndexDefinition.on(column).type(IndexType.BITMAP)));
		this.indexed.indexes().create(IndexDefinition.on("tags"));
	}

	private void insert() throws SQLException {
		try (Statement statement = this.other.createStatement()) {
			statement.execute("CREATE TABLE x (id BIGINT, a BIGINT, b INT, s VARCHAR, t VARCHAR, dt DATE, f BOOLEAN)");
		}
		try (PreparedStatement insert = this.other.prepareStatement("INSERT INTO x VALUES (?,?,?,?,?,?,?)")) {
			for (Map<String, @Nullable Object> row : this.rows) {
				for (int i = 0; i < 7; i++) {
					insert.setObject(i + 1, row.get(SCHEMA.getFields().get(i).getName()));
				}
				insert.execute();
			}
		}
	}

	@AfterEach
	void close() throws SQLException {
		this.other.close();
		this.database.close();
	}

	@Test
	void allFindTheSameRows(Random random) throws SQLException {
		for (int i = 0; i < TREES; i++) {
			Tree tree = tree(random, i % 4);
			List<Object> expected = this.rows.stream()
				.filter((row) -> Boolean.TRUE.equals(tree.naive().apply(row)))
				.map((row) -> row.get("id"))
				.toList();
			assertThat(ids(this.indexed, tree.sql())).as(tree.sql()).isEqualTo(expected);
			assertThat(ids(this.plain, tree.sql())).as(tree.sql()).isEqualTo(expected);
			assertThat(this.indexed.countRows(tree.sql(), Map.of())).as(tree.sql()).isEqualTo(expected.size());
			if (!tree.sql().contains("tags")) {
				assertThat(others(tree.sql())).as(tree.sql()).isEqualTo(expected);
			}
		}
	}

	private static List<Object> ids(Table table, String sql) {
		return table.scan().where(sql).select("id").rows().stream().map((row) -> row.get("id")).toList();
	}

	private List<Object> others(String sql) throws SQLException {
		List<Object> found = new ArrayList<>();
		try (Statement statement = this.other.createStatement();
				ResultSet ids = statement.executeQuery("SELECT id FROM x WHERE " + sql + " ORDER BY id")) {
			while (ids.next()) {
				found.add(ids.getLong(1));
			}
		}
		return found;
	}

	private static Tree tree(Random random, int depth) {
		int choice = random.nextInt((depth > 0) ? 12 : 6);
		return switch (choice) {
			case 0 -> compared(random, "a", random.nextInt(44) - 22L);
			case 1 -> compared(random, "b", random.nextInt(7));
			case 2 -> compared(random, random.nextBoolean() ? "s" : "t", TEXTS.get(random.nextInt(TEXTS.size())));
			case 3 -> compared(random, "dt", LocalDate.of(2024, 1, 1).plusDays(random.nextInt(22)));
			case 4 -> special(random);
			case 5 -> in(random);
			case 6, 7, 8 -> joined(tree(random, depth - 1), "AND", tree(random, depth - 1));
			case 9, 10 -> joined(tree(random, depth - 1), "OR", tree(random, depth - 1));
			default -> not(tree(random, depth - 1));
		};
	}

	private static Tree compared(Random random, String column, Comparable<?> value) {
		String literal = (value instanceof Number) ? value.toString()
				: ((value instanceof LocalDate) ? "DATE " : "") + "'" + value + "'";
		return switch (random.nextInt(6)) {
			case 0 -> comparison(column, "=", value, literal, (order) -> order == 0);
			case 1 -> comparison(column, "<>", value, literal, (order) -> order != 0);
			case 2 -> comparison(column, "<", value, literal, (order) -> order < 0);
			case 3 -> comparison(column, "<=", value, literal, (order) -> order <= 0);
			case 4 -> comparison(column, ">", value, literal, (order) -> order > 0);
			default -> comparison(column, ">=", value, literal, (order) -> order >= 0);
		};
	}

	@SuppressWarnings("unchecked")
	private static Tree comparison(String column, String operator, Comparable<?> value, String literal,
			IntPredicate holds) {
		return new Tree(column + " " + operator + " " + literal, (row) -> {
			Object present = row.get(column);
			return (present != null) ? holds.test(((Comparable<Object>) present).compareTo(value)) : null;
		});
	}

	private static Tree special(Random random) {
		String tag = "t" + random.nextInt(10);
		return switch (random.nextInt(6)) {
			case 0 -> new Tree("f", (row) -> (Boolean) row.get("f"));
			case 1 -> new Tree("a IS NULL", (row) -> row.get("a") == null);
			case 2 -> new Tree("s IS NOT NULL", (row) -> row.get("s") != null);
			case 3 -> new Tree("s LIKE 'a%'", (row) -> (row.get("s") instanceof String s) ? s.startsWith("a") : null);
			case 4 -> new Tree("array_has(tags, '" + tag + "')",
					(row) -> (row.get("tags") instanceof List<?> tags) ? tags.contains(tag) : null);
			default -> new Tree("f IS NOT TRUE", (row) -> !Boolean.TRUE.equals(row.get("f")));
		};
	}

	private static Tree in(Random random) {
		int first = random.nextInt(6);
		int second = random.nextInt(20);
		if (random.nextBoolean()) {
			return new Tree("b IN (" + first + ", 2, " + second + ")",
					(row) -> (row.get("b") instanceof Integer b) ? (b == first || b == 2 || b == second) : null);
		}
		return new Tree("a BETWEEN " + -first + " AND " + second,
				(row) -> (row.get("a") instanceof Long a) ? (a >= -first && a <= second) : null);
	}

	private static Tree joined(Tree left, String operator, Tree right) {
		boolean decides = operator.equals("OR");
		return new Tree("(" + left.sql() + " " + operator + " " + right.sql() + ")", (row) -> {
			Boolean one = left.naive().apply(row);
			Boolean two = right.naive().apply(row);
			if (one != null && one == decides || two != null && two == decides) {
				return decides;
			}
			return (one == null || two == null) ? null : !decides;
		});
	}

	private static Tree not(Tree operand) {
		return new Tree("NOT (" + operand.sql() + ")", (row) -> {
			Boolean value = operand.naive().apply(row);
			return (value != null) ? !value : null;
		});
	}

	/**
	 * A condition, and what it says of a row; null where that is unknown.
	 */
	private record Tree(String sql, Function<Map<String, @Nullable Object>, @Nullable Boolean> naive) {
	}

}
