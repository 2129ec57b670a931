package io.fletch.store.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.column.BlobType;
import io.fletch.store.data.column.ColumnType;

/**
 * Schemas and rows of every type, from a seed.
 */
public final class RandomData {

	static final List<ArrowType> SCALARS = scalars();

	private static final long[] EXTREMES = { 0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE };

	private final Random random;

	public RandomData(Random random) {
		this.random = random;
	}

	private static List<ArrowType> scalars() {
		List<ArrowType> types = new ArrayList<>();
		for (int bits : new int[] { 8, 16, 32, 64 }) {
			types.add(new ArrowType.Int(bits, true));
			types.add(new ArrowType.Int(bits, false));
		}
		for (FloatingPointPrecision precision : FloatingPointPrecision.values()) {
			types.add(new ArrowType.FloatingPoint(precision));
		}
		for (TimeUnit unit : TimeUnit.values()) {
			types.add(new ArrowType.Timestamp(unit, null));
			types.add(new ArrowType.Timestamp(unit, "UTC"));
			types.add(new ArrowType.Duration(unit));
			types.add(new ArrowType.Time(unit, (unit.ordinal() < 2) ? 32 : 64));
		}
		types.addAll(List.of(new ArrowType.Null(), new ArrowType.Bool(), new ArrowType.Utf8(),
				new ArrowType.LargeUtf8(), new ArrowType.Binary(), new ArrowType.LargeBinary(),
				new ArrowType.FixedSizeBinary(3), new ArrowType.Decimal(38, 10, 128), new ArrowType.Decimal(5, 2, 128),
				new ArrowType.Decimal(76, 20, 256), new ArrowType.Date(DateUnit.DAY),
				new ArrowType.Date(DateUnit.MILLISECOND)));
		return types;
	}

	/**
	 * A column of every scalar type, of every kind of vector, and of nested types.
	 */
	public Schema everyType() {
		List<Field> fields = new ArrayList<>();
		for (ArrowType type : SCALARS) {
			fields.add(new Field("c" + fields.size(), FieldType.nullable(type), null));
		}
		for (ArrowType type : List.of(new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
				new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
				new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), new ArrowType.Int(8, true),
				new ArrowType.Int(8, false), new ArrowType.Utf8())) {
			for (boolean isNullable : new boolean[] { true, false }) {
				fields.add(new Field("c" + fields.size(), FieldType.nullable(new ArrowType.FixedSizeList(3)),
						List.of(new Field("item", new FieldType(isNullable, type, null), null))));
			}
		}
		for (int i = 0; i < 6; i++) {
			fields.add(nested("c" + fields.size(), 3));
		}
		return new Schema(fields);
	}

	public Schema schema() {
		List<Field> fields = new ArrayList<>();
		for (int i = this.random.nextInt(1, 6); i > 0; i--) {
			fields.add(field("c" + i, 3));
		}
		return new Schema(fields);
	}

	private Field field(String name, int depth) {
		if (depth > 0 && this.random.nextInt(3) == 0) {
			return nested(name, depth);
		}
		ArrowType type = SCALARS.get(this.random.nextInt(SCALARS.size()));
		boolean isNullable = type instanceof ArrowType.Null || this.random.nextBoolean();
		return new Field(name, new FieldType(isNullable, type, null), null);
	}

	private Field nested(String name, int depth) {
		boolean isNullable = this.random.nextBoolean();
		return switch (this.random.nextInt(5)) {
			case 0 -> parent(name, isNullable, new ArrowType.List(), List.of(field("item", depth - 1)));
			case 1 -> parent(name, isNullable, new ArrowType.LargeList(), List.of(field("item", depth - 1)));
			case 2 -> parent(name, isNullable, new ArrowType.FixedSizeList(2), List.of(field("item", depth - 1)));
			case 3 ->
				parent(name, isNullable, new ArrowType.Struct(), List.of(field("a", depth - 1), field("b", depth - 1)));
			default -> {
				Field key = new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null);
				Field entries = parent("entries", false, new ArrowType.Struct(),
						List.of(key, field("value", depth - 1)));
				yield parent(name, isNullable, new ArrowType.Map(false), List.of(entries));
			}
		};
	}

	private static Field parent(String name, boolean isNullable, ArrowType type, List<Field> children) {
		return new Field(name, new FieldType(isNullable, type, null), children);
	}

	List<Object[]> rows(Schema schema, int count) {
		List<Object[]> rows = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			rows.add(schema.getFields().stream().map(this::value).toArray());
		}
		return rows;
	}

	public Object value(Field field) {
		if (field.isNullable() && this.random.nextInt(5) == 0) {
			return null;
		}
		if (BlobType.isBlob(field)) {
			return Blob.of(bytes(this.random.nextInt(1 << 17)));
		}
		List<Field> children = field.getChildren();
		return switch (field.getType()) {
			case ArrowType.List type -> list(children.get(0), this.random.nextInt(4));
			case ArrowType.LargeList type -> list(children.get(0), this.random.nextInt(4));
			case ArrowType.FixedSizeList type ->
				ColumnType.of(field).coerce(finite(children.get(0), list(children.get(0), type.getListSize())));
			case ArrowType.Struct type -> {
				Map<String, Object> struct = new LinkedHashMap<>();
				children.forEach((child) -> struct.put(child.getName(), value(child)));
				yield struct;
			}
			case ArrowType.Map type -> {
				Map<Object, Object> map = new LinkedHashMap<>();
				for (int i = this.random.nextInt(4); i > 0; i--) {
					map.put("k" + i, value(children.get(0).getChildren().get(1)));
				}
				yield map;
			}
			default -> scalar(field.getType());
		};
	}

	private static List<Object> finite(Field element, List<Object> list) {
		if (element.getType() instanceof ArrowType.FloatingPoint) {
			list.replaceAll((value) -> (value instanceof Number number && !Double.isFinite(number.doubleValue()))
					? (Object) 1F : value);
		}
		return list;
	}

	private List<Object> list(Field element, int size) {
		List<Object> list = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			list.add(value(element));
		}
		return list;
	}

	private long number() {
		return (this.random.nextInt(4) == 0) ? EXTREMES[this.random.nextInt(EXTREMES.length)] : this.random.nextLong();
	}

	private Object scalar(ArrowType type) {
		return switch (type) {
			case ArrowType.Null nothing -> null;
			case ArrowType.Bool bool -> this.random.nextBoolean();
			case ArrowType.Int integer -> integer(integer);
			case ArrowType.FloatingPoint real -> real(real);
			case ArrowType.Decimal decimal -> decimal(decimal);
			case ArrowType.Date date when date.getUnit() == DateUnit.DAY -> LocalDate.ofEpochDay((int) number());
			case ArrowType.Date date -> LocalDate.ofEpochDay(number() / 86_400_000);
			case ArrowType.Time time -> LocalTime.ofNanoOfDay(this.random.nextLong(86_400L * perSecond(time.getUnit()))
					* (1_000_000_000L / perSecond(time.getUnit())));
			case ArrowType.Timestamp time -> timestamp(time);
			case ArrowType.Duration duration -> {
				// Arrow's own reader cuts durations off that are longer than int64
				// nanoseconds.
				long count = number() / (1_000_000_000L / perSecond(duration.getUnit()));
				yield Duration.ofSeconds(Math.floorDiv(count, perSecond(duration.getUnit())),
						nanos(count, duration.getUnit()));
			}
			case ArrowType.FixedSizeBinary binary -> bytes(binary.getByteWidth());
			case ArrowType.Binary binary -> bytes(this.random.nextInt(20));
			case ArrowType.LargeBinary binary -> bytes(this.random.nextInt(20));
			default -> text();
		};
	}

	private Object integer(ArrowType.Int type) {
		BigInteger bits = BigInteger.valueOf(number() >> (64 - type.getBitWidth()));
		BigInteger value = (!type.getIsSigned() && bits.signum() < 0)
				? bits.add(BigInteger.ONE.shiftLeft(type.getBitWidth())) : bits;
		if (type.getBitWidth() == 64) {
			return type.getIsSigned() ? (Object) value.longValue() : value;
		}
		return (type.getBitWidth() == 32 && !type.getIsSigned()) ? (Object) value.longValue() : value.intValue();
	}

	private Object real(ArrowType.FloatingPoint type) {
		return switch (type.getPrecision()) {
			case HALF -> {
				float half = Float.float16ToFloat((short) this.random.nextInt());
				yield Float.isNaN(half) ? Float.NaN : half;
			}
			case SINGLE -> (this.random.nextInt(5) == 0) ? Float.NEGATIVE_INFINITY : (float) this.random.nextGaussian();
			case DOUBLE -> (this.random.nextInt(5) == 0) ? -0.0 : this.random.nextGaussian() * 1e300;
		};
	}

	private BigDecimal decimal(ArrowType.Decimal type) {
		int digits = this.random.nextInt(1, type.getPrecision() + 1);
		BigInteger largest = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
		BigInteger unscaled = this.random.nextBoolean() ? largest
				: new BigInteger(largest.bitLength() - 1, this.random);
		return new BigDecimal(this.random.nextBoolean() ? unscaled : unscaled.negate(), type.getScale());
	}

	private Object timestamp(ArrowType.Timestamp type) {
		long count = number() / ((type.getUnit() == TimeUnit.SECOND) ? 10_000_000_000L : 1)
				/ ((type.getUnit() == TimeUnit.MILLISECOND) ? 10_000 : 1);
		long seconds = Math.floorDiv(count, perSecond(type.getUnit()));
		return (type.getTimezone() != null) ? Instant.ofEpochSecond(seconds, nanos(count, type.getUnit()))
				: LocalDateTime.ofEpochSecond(seconds, nanos(count, type.getUnit()), ZoneOffset.UTC);
	}

	private static int nanos(long count, TimeUnit unit) {
		return (int) (Math.floorMod(count, perSecond(unit)) * (1_000_000_000L / perSecond(unit)));
	}

	static long perSecond(TimeUnit unit) {
		return (long) Math.pow(1000, unit.ordinal());
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private String text() {
		return switch (this.random.nextInt(4)) {
			case 0 -> "";
			case 1 -> "größer ✓ 🚀";
			default -> "text " + this.random.nextInt();
		};
	}

}
