package io.fletch.store.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Interval;

/**
 * Values in the Java forms in which expressions compute: see {@link Kind}.
 */
public final class Values {

	/** The most digits of a number, and its largest exponent. */
	private static final int MAX_LENGTH = 1000;

	private static final int MAX_DEPTH = 100;

	private Values() {
	}

	/**
	 * Brings any Java value into the form in which expressions compute.
	 * @param value the value
	 * @return the value in that form; the value itself if there is none
	 * @throws InvalidInputException if it is an absurdly long number, or holds itself
	 */
	public static @Nullable Object normal(@Nullable Object value) {
		return normal(value, 0);
	}

	private static @Nullable Object normal(@Nullable Object value, int depth) {
		if (depth > MAX_DEPTH) {
			throw new InvalidInputException("A value has lists or maps more than " + MAX_DEPTH
					+ " levels deep, or one that contains itself; give a flat one");
		}
		return switch (value) {
			case null -> null;
			case Long number -> number;
			case Integer number -> number.longValue();
			case Short number -> number.longValue();
			case Byte number -> number.longValue();
			case Double number -> number;
			case Float number -> number.doubleValue();
			case BigInteger number -> bounded(new BigDecimal(number));
			case BigDecimal number -> bounded(number);
			case CharSequence text -> text.toString();
			case Character character -> character.toString();
			case Enum<?> constant -> constant.name();
			case UUID uuid -> uuid.toString();
			case OffsetDateTime time -> time.toInstant();
			case ZonedDateTime time -> time.toInstant();
			case Period period -> new Interval(Math.toIntExact(period.toTotalMonths()), period.getDays(), 0);
			case Date date -> Instant.ofEpochMilli(date.getTime());
			case Map<?, ?> map -> normalMap(map, depth + 1);
			case Collection<?> collection -> normalElements(collection, depth + 1);
			default -> normalArray(value, depth + 1);
		};
	}

	/**
	 * Refuses numbers such as 1e999999999, with which no calculation would ever end.
	 */
	private static BigDecimal bounded(BigDecimal number) {
		if (number.precision() > MAX_LENGTH || Math.abs((long) number.scale()) > MAX_LENGTH) {
			throw new InvalidInputException("A number of " + number.precision() + " digits and the exponent "
					+ -(long) number.scale() + " is too long for an expression; neither may be beyond " + MAX_LENGTH);
		}
		return number;
	}

	private static Object normalMap(Map<?, ?> map, int depth) {
		Map<String, @Nullable Object> normal = new LinkedHashMap<>();
		map.forEach((key, value) -> normal.put(Objects.toString(key), normal(value, depth)));
		return normal;
	}

	private static Object normalElements(Collection<?> collection, int depth) {
		List<@Nullable Object> normal = new ArrayList<>(collection.size());
		collection.forEach((element) -> normal.add(normal(element, depth)));
		return normal;
	}

	private static Object normalArray(Object value, int depth) {
		return switch (value) {
			case Object[] array -> normalElements(Arrays.asList(array), depth);
			case int[] array -> Arrays.stream(array).asLongStream().boxed().toList();
			case long[] array -> Arrays.stream(array).boxed().toList();
			default -> value;
		};
	}

	/**
	 * Returns the elements of a list or a vector in their normal form.
	 * @param value the value
	 * @return its elements
	 */
	public static List<@Nullable Object> list(Object value) {
		return switch (value) {
			case List<?> list -> new NormalList(list);
			case float[] vector -> {
				List<@Nullable Object> elements = new ArrayList<>(vector.length);
				for (float element : vector) {
					elements.add((double) element);
				}
				yield elements;
			}
			case double[] vector -> new ArrayList<>(Arrays.stream(vector).boxed().toList());
			case byte[] vector -> {
				List<@Nullable Object> elements = new ArrayList<>(vector.length);
				for (byte element : vector) {
					elements.add((long) Byte.toUnsignedInt(element));
				}
				yield elements;
			}
			default -> throw new IllegalStateException("No list: " + value.getClass());
		};
	}

	/**
	 * Compares two values that are not null, of kinds that the checker lets compare.
	 * @param left the left one
	 * @param right the right one
	 * @return a negative number, 0 or a positive one
	 */
	public static int compare(Object left, Object right) {
		return switch (left) {
			case Long number when right instanceof Long other -> Long.compare(number, other);
			case String text -> compareText(text, (String) right);
			case Number number -> compareNumbers(number, (Number) right);
			case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) right);
			case Boolean flag -> flag.compareTo((Boolean) right);
			case Instant instant -> instant.compareTo((Instant) right);
			case LocalDate date -> date.compareTo((LocalDate) right);
			case LocalDateTime time -> time.compareTo((LocalDateTime) right);
			case Comparable<?> comparable -> compareOthers(comparable, right);
			default -> equal(left, right) ? 0 : 1;
		};
	}

	@SuppressWarnings("unchecked")
	private static int compareOthers(Comparable<?> left, Object right) {
		return ((Comparable<Object>) left).compareTo(right);
	}

	/**
	 * Compares in the order of code points, which is that of UTF-8 bytes.
	 */
	private static int compareText(String left, String right) {
		int length = Math.min(left.length(), right.length());
		for (int i = 0; i < length; i++) {
			char a = left.charAt(i);
			char b = right.charAt(i);
			if (a != b) {
				boolean bothOrNeither = Character.isSurrogate(a) == Character.isSurrogate(b);
				return bothOrNeither ? a - b : (Character.isSurrogate(a) ? 1 : -1);
			}
		}
		return left.length() - right.length();
	}

	private static int compareNumbers(Number left, Number right) {
		if (left instanceof Double a && right instanceof Double b) {
			return compareDoubles(a, b);
		}
		if (left instanceof Double number && !Double.isFinite(number)) {
			return (number == Double.NEGATIVE_INFINITY) ? -1 : 1;
		}
		if (right instanceof Double number && !Double.isFinite(number)) {
			return (number == Double.NEGATIVE_INFINITY) ? 1 : -1;
		}
		return decimal(left).compareTo(decimal(right));
	}

	/**
	 * Compares so that both zeros are equal, and NaN equals itself and is above all.
	 * @param left the left one
	 * @param right the right one
	 * @return a negative number, 0 or a positive one
	 */
	public static int compareDoubles(double left, double right) {
		return Double.compare(left + 0.0, right + 0.0);
	}

	/**
	 * Returns a number exactly; a float by its shortest decimal form.
	 * @param number the number
	 * @return the number
	 */
	public static BigDecimal decimal(Number number) {
		return switch (number) {
			case BigDecimal decimal -> decimal;
			case Long integer -> BigDecimal.valueOf(integer);
			default -> BigDecimal.valueOf(number.doubleValue());
		};
	}

	public static boolean equal(@Nullable Object left, @Nullable Object right) {
		if (left == null || right == null) {
			return left == right;
		}
		if (isList(left) && isList(right) && !(left instanceof byte[] && right instanceof byte[])) {
			return equalLists(list(left), list(right));
		}
		if (left instanceof Map<?, ?> map) {
			return right instanceof Map<?, ?> other && map.keySet().equals(other.keySet())
					&& map.entrySet()
						.stream()
						.allMatch((entry) -> equal(normal(entry.getValue()), normal(other.get(entry.getKey()))));
		}
		return compare(left, right) == 0;
	}

	private static boolean isList(Object value) {
		return value instanceof List<?> || value.getClass().isArray();
	}

	private static boolean equalLists(List<?> left, List<?> right) {
		if (left.size() != right.size()) {
			return false;
		}
		for (int i = 0; i < left.size(); i++) {
			if (!equal(left.get(i), right.get(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The elements of a list, each brought into its normal form when it is read.
	 */
	private static final class NormalList extends AbstractList<@Nullable Object> {

		private final List<?> elements;

		NormalList(List<?> elements) {
			this.elements = elements;
		}

		@Override
		public @Nullable Object get(int index) {
			return normal(this.elements.get(index));
		}

		@Override
		public int size() {
			return this.elements.size();
		}

	}

}
