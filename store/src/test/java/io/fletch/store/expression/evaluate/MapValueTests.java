package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the values that are found in place with those of maps that are read.
 */
class MapValueTests {

	private static final List<String> KEYS = List.of("a", "b", "ab", "", " ", "ä", "\uD83D\uDE00", "it's", "a.b",
			"null");

	private static final Schema SCHEMA = new Schema(
			List.of(maps("texts", new ArrowType.Utf8()), maps("longs", new ArrowType.Int(64, true)),
					maps("doubles", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));

	private static Field maps(String name, ArrowType value) {
		Field entries = new Field("entries", FieldType.notNullable(new ArrowType.Struct()),
				List.of(new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null),
						new Field("value", FieldType.nullable(value), null)));
		return new Field(name, FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
	}

	@Test
	void findsWhatReadingTheMapFinds() {
		Random random = new Random(7);
		List<@Nullable Object[]> rows = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			rows.add(new @Nullable Object[] { map(random, "x" + i), map(random, (long) i), map(random, i / 3.0) });
		}
		RowBatch batch = batch(rows);
		for (Field column : SCHEMA.getFields()) {
			for (String key : KEYS) {
				Expression value = Expression.column(column.getName()).element(key);
				assertThat(values(value, batch)).isEqualTo(expected(column.getName(), key, rows));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "texts['a'] = 'x1'", "texts['a'] <> 'x1'", "texts['a'] < 'x2'", "texts['b'] >= 'x3'",
			"'x1' = texts['a']", "texts['a'] = '' OR texts['ä'] > 'x'", "texts['a'] LIKE 'x%'",
			"texts['a'] IN ('x1', 'x3')", "contains(texts['ab'], '1')", "texts['zz'] IS NULL",
			"longs['b'] > 20 AND longs['b'] <= 90", "(longs['b'] = 4) IS TRUE OR doubles['b'] < 7.5",
			"NOT (doubles['ä'] >= 3.0)" })
	void decidesAsRowsDo(String condition) {
		Random random = new Random(8);
		List<@Nullable Object[]> rows = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			rows.add(new @Nullable Object[] { map(random, "x" + i % 5), map(random, (long) i), map(random, i / 10.0) });
		}
		RowBatch batch = batch(rows);
		Expression checked = ExpressionParser.parse(condition, Map.of(), SCHEMA);
		Node node = new ExpressionCompiler(SCHEMA, Instant.EPOCH).compile(checked);
		Rows.OfBatch all = new Rows.OfBatch(batch, Rows.NO_IDS);
		Truth truth = node.truth(all, RowMask.all(rows.size()));
		for (int row = 0; row < rows.size(); row++) {
			Object expected = node.value(new Rows.Single(rows.get(row), Rows.NO_IDS), 0);
			assertThat(RowMask.isSet(truth.isTrue(), row)).isEqualTo(Boolean.TRUE.equals(expected));
			assertThat(RowMask.isSet(truth.isFalse(), row)).isEqualTo(Boolean.FALSE.equals(expected));
		}
	}

	private static List<@Nullable Object> values(Expression value, RowBatch batch) {
		Expression checked = ExpressionParser.parse(value.toSql(), Map.of(), SCHEMA);
		Node node = new ExpressionCompiler(SCHEMA, Instant.EPOCH).compile(checked);
		assertThat(node).isInstanceOf(MapValue.class);
		List<@Nullable Object> values = new ArrayList<>();
		for (int row = 0; row < batch.rowCount(); row++) {
			values.add(node.value(new Rows.OfBatch(batch, Rows.NO_IDS), row));
		}
		return values;
	}

	private static List<@Nullable Object> expected(String column, String key, List<@Nullable Object[]> rows) {
		int position = SCHEMA.getFields().indexOf(SCHEMA.findField(column));
		List<@Nullable Object> values = new ArrayList<>();
		for (@Nullable
		Object[] row : rows) {
			values.add((row[position] instanceof Map<?, ?> map) ? map.get(key) : null);
		}
		return values;
	}

	private static @Nullable Map<String, @Nullable Object> map(Random random, Object value) {
		if (random.nextInt(8) == 0) {
			return null;
		}
		Map<String, @Nullable Object> map = random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>();
		for (String key : KEYS) {
			if (random.nextInt(3) == 0) {
				map.put(key, (random.nextInt(5) == 0) ? null : value);
			}
		}
		return map;
	}

	private static RowBatch batch(List<@Nullable Object[]> rows) {
		return RowBatch.decode(SCHEMA, MemorySegment.ofArray(new BatchEncoder(SCHEMA).encode(rows).toByteArray()));
	}

}
