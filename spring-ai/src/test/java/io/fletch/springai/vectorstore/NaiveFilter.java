package io.fletch.springai.vectorstore;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.vectorstore.filter.Filter;

/**
 * Says what a filter means, one document after the other.
 *
 * @param metadata the metadata of a document
 */
record NaiveFilter(Map<String, Object> metadata) {

	boolean passes(Filter.@Nullable Operand operand) {
		if (operand instanceof Filter.Group group) {
			return passes(group.content());
		}
		Filter.Expression filter = (Filter.Expression) operand;
		return switch (filter.type()) {
			case AND -> passes(filter.left()) && passes(filter.right());
			case OR -> passes(filter.left()) || passes(filter.right());
			case NOT -> !passes(filter.left());
			case EQ -> is(value(filter), right(filter));
			case NE -> !is(value(filter), right(filter));
			case IN -> isIn(filter);
			case NIN -> !isIn(filter);
			case ISNULL -> value(filter) == null;
			case ISNOTNULL -> value(filter) != null;
			case GT -> isOrdered(filter) && order(filter) > 0;
			case GTE -> isOrdered(filter) && order(filter) >= 0;
			case LT -> isOrdered(filter) && order(filter) < 0;
			case LTE -> isOrdered(filter) && order(filter) <= 0;
		};
	}

	private @Nullable Object value(Filter.Expression filter) {
		return this.metadata.get(((Filter.Key) filter.left()).key());
	}

	private static Object right(Filter.Expression filter) {
		return ((Filter.Value) filter.right()).value();
	}

	private boolean isIn(Filter.Expression filter) {
		return ((Collection<?>) right(filter)).stream().anyMatch((one) -> is(value(filter), one));
	}

	private static boolean is(@Nullable Object value, Object wanted) {
		if (value instanceof Collection<?> elements) {
			return (wanted instanceof Collection<?>) ? isSame(value, wanted)
					: elements.stream().anyMatch((element) -> isSame(element, wanted));
		}
		return value != null && isSame(value, wanted);
	}

	private static boolean isSame(Object one, Object other) {
		if (one instanceof List<?> list && other instanceof List<?> others) {
			return list.size() == others.size()
					&& IntStream.range(0, list.size()).allMatch((i) -> isSame(list.get(i), others.get(i)));
		}
		return form(one).getClass() == form(other).getClass() && compare(one, other) == 0;
	}

	private boolean isOrdered(Filter.Expression filter) {
		Object value = value(filter);
		return value != null && !(value instanceof Collection<?>) && !(value instanceof Boolean)
				&& form(ordered(filter)).getClass() == form(right(filter)).getClass();
	}

	private int order(Filter.Expression filter) {
		return compare(ordered(filter), right(filter));
	}

	/**
	 * Beside a point in time a day is its beginning, and beside a text a time is its
	 * text.
	 */
	private Object ordered(Filter.Expression filter) {
		Object value = Objects.requireNonNull(value(filter));
		boolean isTime = form(right(filter)) instanceof Instant;
		if (isTime && value instanceof String text && text.matches("\\d{4}-\\d{2}-\\d{2}")) {
			return Instant.parse(text + "T00:00:00Z");
		}
		if (!isTime && form(value) instanceof Instant instant) {
			// A builder, as its text is not read as a time.
			return new StringBuilder((value instanceof String) ? value.toString() : instant.toString());
		}
		return form(value);
	}

	@SuppressWarnings("unchecked")
	private static int compare(@Nullable Object one, Object other) {
		return ((Comparable<Object>) form(one)).compareTo(form(other));
	}

	private static Object form(@Nullable Object value) {
		return switch (value) {
			case Number number -> new BigDecimal(number.toString());
			case Date date -> Instant.ofEpochMilli(date.getTime());
			case String text when text.matches("\\d{4}-.*Z") -> Instant.parse(text);
			case Instant instant -> instant;
			case Boolean flag -> flag;
			case null, default -> String.valueOf(value);
		};
	}

}
