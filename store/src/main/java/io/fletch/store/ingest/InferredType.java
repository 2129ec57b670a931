package io.fletch.store.ingest;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.record.RecordColumns;

/**
 * What the values of one column have shown of its type so far.
 */
final class InferredType {

	/** How many digits a decimal column holds. */
	static final int DECIMAL_DIGITS = 38;

	/** How deep lists, maps and records stand in each other at most, as in a schema. */
	private static final int MAX_DEPTH = 32;

	private final String path;

	private final int depth;

	private Kind kind = Kind.UNKNOWN;

	private int scale;

	private int wholeDigits;

	private boolean onlyBytes = true;

	private final Map<Integer, Integer> lengths = new TreeMap<>();

	private final Map<String, InferredType> fields = new LinkedHashMap<>();

	private @Nullable InferredType elements;

	InferredType(String column) {
		this(column, 1);
	}

	private InferredType(String path, int depth) {
		this.path = path;
		this.depth = depth;
	}

	void add(long row, @Nullable Object value) {
		if (value == null) {
			return;
		}
		if (this.depth > MAX_DEPTH) {
			throw tooDeep(row);
		}
		switch (value) {
			case BigDecimal number -> decimal(row, number);
			case BigInteger number -> decimal(row, new BigDecimal(number));
			case Map<?, ?> map -> struct(row, map);
			case Record one -> struct(row, RecordColumns.values(one));
			default -> plain(row, value);
		}
	}

	private InvalidInputException tooDeep(long row) {
		return new InvalidInputException("Row " + row + " has lists, maps or records more than " + MAX_DEPTH
				+ " levels deep in the column '" + this.path.substring(0, this.path.indexOf('.'))
				+ "', or one that contains itself; flatten it");
	}

	private void plain(long row, Object value) {
		Collection<?> list = Elements.of(value);
		if (list != null) {
			list(row, list);
			return;
		}
		Kind found = Kind.of(value.getClass());
		if (found == Kind.UNKNOWN) {
			throw new InvalidInputException("Row " + row + " has a " + value.getClass().getName() + " in the column '"
					+ this.path + "', whose type cannot be inferred; give a schema");
		}
		this.onlyBytes &= value instanceof Number number && number.doubleValue() == number.intValue()
				&& (number.intValue() & 0xFF) == number.intValue();
		merge(row, found);
	}

	private void decimal(long row, BigDecimal number) {
		this.onlyBytes = false;
		this.scale = Math.max(this.scale, number.scale());
		this.wholeDigits = Math.max(this.wholeDigits, number.precision() - number.scale());
		if (this.scale + this.wholeDigits > DECIMAL_DIGITS) {
			throw new InvalidInputException("Row " + row + " has the number " + number + " in the column '" + this.path
					+ "', which with the rows before it needs more than the " + DECIMAL_DIGITS
					+ " digits of a decimal; give a schema with float64 or text");
		}
		merge(row, Kind.DECIMAL);
	}

	private void struct(long row, Map<?, ?> map) {
		merge(row, Kind.STRUCT);
		map.forEach((name, value) -> field(row, name).add(row, value));
	}

	private InferredType field(long row, @Nullable Object name) {
		if (!(name instanceof String text)) {
			throw new InvalidInputException("Row " + row + " has a map in the column '" + this.path + "' with the key "
					+ name + "; a map is a struct, whose keys are strings. For maps of other keys give a schema");
		}
		return this.fields.computeIfAbsent(text, (key) -> new InferredType(this.path + "." + key, this.depth + 1));
	}

	private void list(long row, Collection<?> list) {
		merge(row, Kind.LIST);
		this.lengths.merge(list.size(), 1, Integer::sum);
		InferredType inner = elementType();
		list.forEach((value) -> inner.add(row, value));
	}

	private InferredType elementType() {
		InferredType inner = this.elements;
		if (inner == null) {
			inner = new InferredType(this.path + ".item", this.depth + 1);
			this.elements = inner;
		}
		return inner;
	}

	private void merge(long row, Kind found) {
		Kind common = this.kind.with(found);
		if (common == null) {
			throw new InvalidInputException("Row " + row + " has " + found.label + " in the column '" + this.path
					+ "', where the rows before it have " + this.kind.label
					+ "; give the column one type, or give a schema");
		}
		this.kind = common;
	}

	/**
	 * Takes what a declaration says of the type; of generic types only lists say enough.
	 */
	void declare(Type type) {
		if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw
				&& Collection.class.isAssignableFrom(raw)) {
			this.kind = Kind.LIST;
			elementType().declare(generic.getActualTypeArguments()[0]);
		}
		else if (type instanceof Class<?> plain && plain.isArray() && plain != byte[].class) {
			this.kind = Kind.LIST;
			elementType().declare(plain.getComponentType());
		}
		else if (type instanceof Class<?> plain) {
			this.kind = Kind.of(plain);
		}
	}

	String path() {
		return this.path;
	}

	Kind kind() {
		return this.kind;
	}

	int scale() {
		return this.scale;
	}

	Map<String, InferredType> fields() {
		return this.fields;
	}

	@Nullable InferredType elements() {
		return this.elements;
	}

	/**
	 * Tells whether all numbers so far are whole and from 0 to 255.
	 */
	boolean isOnlyBytes() {
		return this.onlyBytes;
	}

	/**
	 * Returns the commonest length of the lists, the smallest of several.
	 */
	int modalLength() {
		int modal = 0;
		int count = 0;
		for (Map.Entry<Integer, Integer> length : this.lengths.entrySet()) {
			if (length.getValue() > count) {
				modal = length.getKey();
				count = length.getValue();
			}
		}
		return modal;
	}

	/**
	 * What can be told apart by the class of a value.
	 */
	enum Kind {

		UNKNOWN("nothing"), BOOL("a boolean"), INT("a whole number"), FLOAT32("a float"), FLOAT64("a double"),
		DECIMAL("a decimal"), TEXT("a string"), BINARY("bytes"), INSTANT("an instant"), DATE_TIME("a local date-time"),
		DATE("a date"), TIME("a time"), DURATION("a duration"), STRUCT("a map"), LIST("a list");

		private final String label;

		Kind(String label) {
			this.label = label;
		}

		private static final Map<Class<?>, Kind> KINDS = Map.ofEntries(Map.entry(Boolean.class, BOOL),
				Map.entry(boolean.class, BOOL), Map.entry(Byte.class, INT), Map.entry(byte.class, INT),
				Map.entry(Short.class, INT), Map.entry(short.class, INT), Map.entry(Integer.class, INT),
				Map.entry(int.class, INT), Map.entry(Long.class, INT), Map.entry(long.class, INT),
				Map.entry(Float.class, FLOAT32), Map.entry(float.class, FLOAT32), Map.entry(Double.class, FLOAT64),
				Map.entry(double.class, FLOAT64), Map.entry(byte[].class, BINARY), Map.entry(UUID.class, TEXT),
				Map.entry(Instant.class, INSTANT), Map.entry(LocalDateTime.class, DATE_TIME),
				Map.entry(LocalDate.class, DATE), Map.entry(LocalTime.class, TIME),
				Map.entry(Duration.class, DURATION));

		static Kind of(Class<?> type) {
			if (CharSequence.class.isAssignableFrom(type) || Enum.class.isAssignableFrom(type)) {
				return TEXT;
			}
			return KINDS.getOrDefault(type, UNKNOWN);
		}

		/**
		 * Returns what holds both, or {@code null} if nothing does.
		 */
		private @Nullable Kind with(Kind other) {
			if (this == other || this == UNKNOWN) {
				return other;
			}
			if (this.isNumber() && other.isNumber()) {
				return numbers(other);
			}
			return null;
		}

		private @Nullable Kind numbers(Kind other) {
			if (this == DECIMAL || other == DECIMAL) {
				return (this == INT || other == INT) ? DECIMAL : null;
			}
			// A float32 holds no whole number above 16,777,216 exactly.
			return FLOAT64;
		}

		private boolean isNumber() {
			return this == INT || this == FLOAT32 || this == FLOAT64 || this == DECIMAL;
		}

	}

}
