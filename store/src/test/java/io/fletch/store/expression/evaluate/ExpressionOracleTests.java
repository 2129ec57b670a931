package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;
import io.fletch.store.query.ExpressionSql;
import io.fletch.store.query.Filter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random expressions give the same over batches, over rows, and in another database.
 */
@ExtendWith(SeededRandom.class)
class ExpressionOracleTests {

	private static final Schema SCHEMA = new Schema(List.of(SampleRows.field("a", new ArrowType.Int(64, true)),
			SampleRows.field("b", new ArrowType.Int(64, true)), SampleRows.field("d", FieldTypes.FLOAT64),
			SampleRows.field("s", FieldTypes.UTF8), SampleRows.field("t", FieldTypes.UTF8),
			SampleRows.field("f", FieldTypes.BOOL), SampleRows.field("dt", new ArrowType.Date(DateUnit.DAY))));

	private static final int ROWS = 150;

	private final List<@Nullable Object[]> rows = new ArrayList<>();

	private Connection database;

	private RowBatch batch;

	@BeforeEach
	void fill(Random random) throws SQLException {
		String[] texts = { "a", "ab", "B", "", "b a", "%", "ä", "abab", " a" };
		for (int i = 0; i < ROWS; i++) {
			this.rows.add(new @Nullable Object[] { orNull(random, random.nextInt(9) - 4L),
					orNull(random, random.nextInt(5) + 0L), orNull(random, (random.nextInt(9) - 4) / 2.0),
					orNull(random, texts[random.nextInt(texts.length)]),
					orNull(random, texts[random.nextInt(texts.length)]), orNull(random, random.nextBoolean()),
					orNull(random, LocalDate.of(2024, 1 + random.nextInt(3), 1)) });
		}
		this.batch = RowBatch.decode(SCHEMA,
				MemorySegment.ofArray(new BatchEncoder(SCHEMA).encode(this.rows).toByteArray()));
		this.database = DriverManager.getConnection("jdbc:h2:mem:");
		try (Statement statement = this.database.createStatement()) {
			statement
				.execute("CREATE TABLE x (a BIGINT, b BIGINT, d DOUBLE PRECISION, s VARCHAR, t VARCHAR, f BOOLEAN, "
						+ "dt DATE, id INT)");
		}
		insert();
	}

	private static @Nullable Object orNull(Random random, Object value) {
		return (random.nextInt(5) == 0) ? null : value;
	}

	private void insert() throws SQLException {
		try (PreparedStatement insert = this.database.prepareStatement("INSERT INTO x VALUES (?,?,?,?,?,?,?,?)")) {
			for (int row = 0; row < ROWS; row++) {
				@Nullable Object[] values = this.rows.get(row);
				for (int i = 0; i < values.length; i++) {
					insert.setObject(i + 1, values[i]);
				}
				insert.setInt(values.length + 1, row);
				insert.execute();
			}
		}
	}

	@AfterEach
	void close() throws SQLException {
		this.database.close();
	}

	@Test
	void conditionsPassTheRowsThatAnotherDatabaseFinds(Random random) throws SQLException {
		RandomConditions conditions = new RandomConditions(random);
		for (int i = 0; i < 600; i++) {
			String sql = conditions.condition(1 + i % 4);
			Filter filter = ExpressionParser.parseFilter(sql, Map.of(), SCHEMA);
			ExpressionEvaluator evaluator = new ExpressionEvaluator(SCHEMA, filter);
			BitSet passing = evaluator.passing(this.batch);
			assertThat(passing).as(sql).isEqualTo(found(sql));
			assertThat(byRow(evaluator)).as(sql).isEqualTo(passing);
			assertThat(evaluator.count(this.batch)).as(sql).isEqualTo(passing.cardinality());
		}
	}

	@Test
	void negatedConditionsPassTheRowsThatAreNeitherTrueNorUnknown(Random random) throws SQLException {
		RandomConditions conditions = new RandomConditions(random);
		for (int i = 0; i < 300; i++) {
			String sql = "NOT (" + conditions.condition(1 + i % 4) + ")";
			Filter filter = ExpressionParser.parseFilter(sql, Map.of(), SCHEMA);
			assertThat(new ExpressionEvaluator(SCHEMA, filter).passing(this.batch)).as(sql).isEqualTo(found(sql));
		}
	}

	@Test
	void valuesAreThoseOfAnotherDatabase(Random random) throws SQLException {
		RandomConditions expressions = new RandomConditions(random);
		for (int i = 0; i < 300; i++) {
			String sql = (i % 2 == 0) ? expressions.number(3) : expressions.text(3);
			Expression expression = ExpressionParser.parse(sql, Map.of(), SCHEMA);
			assertThat(new ExpressionEvaluator(SCHEMA, expression).values(this.batch)).as(sql)
				.containsExactly(values(sql, i % 2 == 0));
		}
	}

	@Test
	void writtenExpressionsParseToThemselves(Random random) {
		RandomConditions conditions = new RandomConditions(random);
		for (int i = 0; i < 300; i++) {
			Expression expression = ExpressionParser.parse(conditions.condition(3), Map.of(), SCHEMA);
			String sql = ExpressionSql.of(expression);
			assertThat(ExpressionSql.of(ExpressionParser.parse(sql, Map.of(), SCHEMA))).isEqualTo(sql);
		}
	}

	private BitSet byRow(ExpressionEvaluator evaluator) {
		BitSet passing = new BitSet();
		for (int row = 0; row < ROWS; row++) {
			passing.set(row, evaluator.passes(this.rows.get(row)));
		}
		return passing;
	}

	private BitSet found(String sql) throws SQLException {
		BitSet found = new BitSet();
		try (Statement statement = this.database.createStatement();
				ResultSet ids = statement.executeQuery("SELECT id FROM x WHERE " + sql)) {
			while (ids.next()) {
				found.set(ids.getInt(1));
			}
		}
		return found;
	}

	private @Nullable Object[] values(String sql, boolean numbers) throws SQLException {
		@Nullable Object[] values = new @Nullable Object[ROWS];
		try (Statement statement = this.database.createStatement();
				ResultSet rows = statement.executeQuery("SELECT " + sql + " FROM x ORDER BY id")) {
			for (int i = 0; rows.next(); i++) {
				values[i] = numbers ? (Object) rows.getLong(1) : rows.getString(1);
				values[i] = rows.wasNull() ? null : values[i];
			}
		}
		return values;
	}

}
