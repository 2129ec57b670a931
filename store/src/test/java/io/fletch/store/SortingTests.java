package io.fletch.store;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.HitPage;
import io.fletch.store.query.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rows sorted by columns of every type with an order stand as a plain sort of all puts
 * them, whole and page by page.
 */
@ExtendWith(SeededRandom.class)
class SortingTests {

	private static final int ROWS = 300;

	private static final Schema SCHEMA = new Schema(List.of(field("bool", new ArrowType.Bool()),
			field("byte", new ArrowType.Int(8, false)), field("unsigned", new ArrowType.Int(64, false)),
			field("float32", floats(FloatingPointPrecision.SINGLE)),
			field("float64", floats(FloatingPointPrecision.DOUBLE)), field("dec", new ArrowType.Decimal(10, 2, 128)),
			field("text", new ArrowType.Utf8()), field("bin", new ArrowType.Binary()),
			field("day", new ArrowType.Date(DateUnit.DAY)),
			field("clock", new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
			field("moment", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
			field("local", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
			field("span", new ArrowType.Duration(TimeUnit.MICROSECOND)),
			new Field("meta", FieldType.nullable(new ArrowType.Struct()),
					List.of(field("rank", new ArrowType.Int(32, true)))),
			new Field("list", FieldType.nullable(new ArrowType.List()), List.of(field("item", new ArrowType.Utf8())))));

	private final Database database = Database.open("memory:",
			DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));

	private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

	private Table table;

	private static ArrowType floats(FloatingPointPrecision precision) {
		return new ArrowType.FloatingPoint(precision);
	}

	private static Field field(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), null);
	}

	@BeforeEach
	void fill(Random random) {
		this.table = this.database.createTable("t", SCHEMA);
		for (int i = 0; i < ROWS; i++) {
			Map<String, @Nullable Object> row = new HashMap<>();
			for (Field field : SCHEMA.getFields()) {
				row.put(field.getName(), (random.nextInt(8) == 0) ? null : value(field.getName(), random.nextInt(25)));
			}
			this.rows.add(row);
		}
		this.table.add(this.rows.subList(0, 100));
		this.table.add(this.rows.subList(100, ROWS));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static Object value(String column, int n) {
		return switch (column) {
			case "bool" -> n % 2 == 0;
			case "byte" -> n * 10;
			case "unsigned" -> new BigDecimal("18446744073709551000").add(BigDecimal.valueOf(n)).toBigInteger();
			case "float32" -> (float) real(n);
			case "float64" -> real(n);
			case "dec" -> BigDecimal.valueOf(n * 37 - 400, 2);
			case "text" -> List.of("", "a", "Z", "ä", "\ud83d\ude00", "\uffee", "aa", "a\u0000").get(n % 8);
			case "bin" -> new byte[] { (byte) (n * 11), (byte) n };
			case "day" -> LocalDate.EPOCH.plusDays(n * 40 - 500);
			case "clock" -> LocalTime.MIDNIGHT.plusSeconds(n * 1000);
			case "moment" -> Instant.EPOCH.plusSeconds(n * 12_345 - 99_999);
			case "local" -> LocalDateTime.ofEpochSecond(n * 12_345 - 99_999, 0, ZoneOffset.UTC);
			case "span" -> Duration.ofMillis(n * 77 - 900);
			case "meta" -> Map.of("rank", n - 12);
			default -> List.of("x");
		};
	}

	private static double real(int n) {
		return switch (n) {
			case 0 -> Double.NaN;
			case 1 -> Double.POSITIVE_INFINITY;
			case 2 -> Double.NEGATIVE_INFINITY;
			case 3 -> -0.0;
			case 4 -> 0.0;
			default -> n * 0.5 - 6;
		};
	}

	private static int compare(Object left, Object right) {
		return switch (left) {
			case Float number -> Double.compare(number + 0.0, (Float) right + 0.0);
			case Double number -> Double.compare(number + 0.0, (Double) right + 0.0);
			case String text -> Arrays.compareUnsigned(text.getBytes(StandardCharsets.UTF_8),
					right.toString().getBytes(StandardCharsets.UTF_8));
			case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) right);
			case Map<?, ?> struct ->
				compare(struct.values().iterator().next(), ((Map<?, ?>) right).values().iterator().next());
			default -> compareSame(left, right);
		};
	}

	@SuppressWarnings("unchecked")
	private static int compareSame(Object left, Object right) {
		return ((Comparable<Object>) left).compareTo(right);
	}

	private List<Long> expected(String column, Order order) {
		Comparator<Object> values = order.isAscending() ? SortingTests::compare
				: Comparator.<Object>nullsLast(SortingTests::compare).reversed();
		Comparator<@Nullable Object> nulls = order.nullsFirst() ? Comparator.nullsFirst(values)
				: Comparator.nullsLast(values);
		List<Long> ids = new ArrayList<>();
		for (long id = 0; id < ROWS; id++) {
			ids.add(id);
		}
		ids.sort(Comparator.comparing((id) -> this.rows.get(id.intValue()).get(column), nulls));
		return ids;
	}

	@ParameterizedTest
	@ValueSource(strings = { "bool", "byte", "unsigned", "float32", "float64", "dec", "text", "bin", "day", "clock",
			"moment", "local", "span", "meta" })
	void isThatOfAPlainSort(String column) {
		String expression = column.equals("meta") ? "meta.rank" : column;
		for (Order order : List.of(Order.ascending(expression), Order.descending(expression),
				Order.ascending(expression).withNullsFirst(), Order.descending(expression).withNullsFirst())) {
			List<Long> expected = expected(column, order);
			assertThat(pages(this.table.scan().orderBy(order).limit(41))).as(order.toString()).isEqualTo(expected);
			assertThat(this.table.scan().orderBy(order).offset(7).limit(50).hits()).as(order.toString())
				.extracting((hit) -> hit.rowId())
				.isEqualTo(expected.subList(7, 57));
		}
	}

	private static List<Long> pages(Search<?> search) {
		List<Long> ids = new ArrayList<>();
		HitPage<?> page = search.page();
		page.hits().forEach((hit) -> ids.add(hit.rowId()));
		while (page.next() != null) {
			page = search.after(page.next()).page();
			page.hits().forEach((hit) -> ids.add(hit.rowId()));
		}
		return ids;
	}

	@Test
	void whatHasNoOrderIsRefused() {
		for (String column : List.of("list", "meta", "NULL")) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().orderBy(column))
				.withMessageContaining("Rows cannot be sorted by '" + column + "'");
		}
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().orderBy("nope"))
			.withMessageContaining("the table has no column 'nope'");
	}

}
