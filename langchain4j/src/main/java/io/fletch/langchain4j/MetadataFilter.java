package io.fletch.langchain4j;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Expression;
import io.fletch.store.query.Expression.Operator;

/**
 * LangChain4j's filters as conditions of the store. Every condition is true or false,
 * never unknown: where a key is absent, or its value of another kind, it is false, and
 * its negation true.
 */
final class MetadataFilter {

	/** Beyond this the store refuses a condition, too. */
	private static final int MAX_DEPTH = 1000;

	private MetadataFilter() {
	}

	/**
	 * Returns the condition that segments with text fulfil if the filter takes their
	 * metadata.
	 * @throws IllegalArgumentException if the filter is none of LangChain4j's own, or has
	 * a value that metadata cannot have
	 */
	static Expression condition(Filter filter) {
		Expression condition = Expression.column(StoredSegment.TEXT).isNotNull().and(of(filter, 0));
		Expression labelled = labelled(filter);
		return (labelled != null) ? labelled.and(condition) : condition;
	}

	/**
	 * Returns what an index can answer of a filter: a condition that holds wherever the
	 * filter does; {@code null} if there is none.
	 */
	private static @Nullable Expression labelled(Filter filter) {
		return switch (filter) {
			case IsEqualTo one -> labels().call("array_has", label(one.key(), one.comparisonValue()));
			case IsIn one -> labels().call("array_has_any",
					Expression.value(one.comparisonValues()
						.stream()
						.map((value) -> MetadataLabel.of(one.key(), value))
						.distinct()
						.toList()));
			case And both -> both(labelled(both.left()), labelled(both.right()));
			case Or either -> either(labelled(either.left()), labelled(either.right()));
			default -> null;
		};
	}

	private static Expression labels() {
		return Expression.column(StoredSegment.LABELS);
	}

	private static Expression label(String key, Object value) {
		return Expression.value(MetadataLabel.of(key, value));
	}

	private static @Nullable Expression both(@Nullable Expression left, @Nullable Expression right) {
		if (left == null || right == null) {
			return (left != null) ? left : right;
		}
		return left.and(right);
	}

	private static @Nullable Expression either(@Nullable Expression left, @Nullable Expression right) {
		return (left != null && right != null) ? left.or(right) : null;
	}

	private static Expression of(Filter filter, int depth) {
		if (depth > MAX_DEPTH) {
			throw new IllegalArgumentException("The filter is more than " + MAX_DEPTH
					+ " levels deep; use IsIn in the place of many comparisons of one key");
		}
		return switch (filter) {
			case IsEqualTo one -> equal(one.key(), one.comparisonValue());
			case IsNotEqualTo one -> equal(one.key(), one.comparisonValue()).not();
			case IsGreaterThan one -> ordered(one.key(), Operator.GT, one.comparisonValue());
			case IsGreaterThanOrEqualTo one -> ordered(one.key(), Operator.GE, one.comparisonValue());
			case IsLessThan one -> ordered(one.key(), Operator.LT, one.comparisonValue());
			case IsLessThanOrEqualTo one -> ordered(one.key(), Operator.LE, one.comparisonValue());
			case IsIn one -> in(one.key(), one.comparisonValues());
			case IsNotIn one -> in(one.key(), one.comparisonValues()).not();
			case ContainsString one -> string(one.key()).contains(one.comparisonValue()).isTrue();
			case And both -> of(both.left(), depth + 1).and(of(both.right(), depth + 1));
			case Or either -> of(either.left(), depth + 1).or(of(either.right(), depth + 1));
			case Not not -> of(not.expression(), depth + 1).not();
			default -> throw new IllegalArgumentException("The filter is of the type " + filter.getClass().getName()
					+ ", which cannot run in the store; make it of the filters in "
					+ "dev.langchain4j.store.embedding.filter");
		};
	}

	private static Expression string(String key) {
		return Expression.column(StoredSegment.STRINGS).element(key);
	}

	private static Expression equal(String key, Object value) {
		return ordered(key, Operator.EQ, value);
	}

	private static Expression ordered(String key, Operator operator, Object value) {
		return switch (value) {
			case String text -> text(key, operator, text);
			case UUID uuid -> text(key, operator, uuid.toString());
			case Integer number -> NumberFilter.of(key).compare(operator, number);
			case Long number -> NumberFilter.of(key).compare(operator, number);
			case Float number -> NumberFilter.of(key).compare(operator, number);
			case Double number -> NumberFilter.of(key).compare(operator, number);
			default -> throw unsupported(key, value);
		};
	}

	private static Expression text(String key, Operator operator, String text) {
		return new Expression.Comparison(string(key), operator, Expression.value(text)).isTrue();
	}

	private static Expression in(String key, Collection<?> values) {
		List<String> strings = new ArrayList<>();
		List<Long> integers = new ArrayList<>();
		List<Double> decimals = new ArrayList<>();
		for (Object value : values) {
			switch (value) {
				case String text -> strings.add(text);
				case UUID uuid -> strings.add(uuid.toString());
				case Integer number -> integers.add(number.longValue());
				case Long number -> integers.add(number);
				case Float number -> decimals.add(SegmentMetadata.written(number));
				case Double number -> decimals.add(number);
				default -> throw unsupported(key, value);
			}
		}
		NumberFilter numbers = NumberFilter.of(key);
		return string(key).in(strings)
			.isTrue()
			.or(numbers.integer().in(asIntegers(integers, decimals)).isTrue())
			.or(numbers.decimal().in(asDecimals(integers, decimals)).isTrue());
	}

	private static List<Long> asIntegers(List<Long> integers, List<Double> decimals) {
		List<Long> equal = new ArrayList<>(integers);
		for (double decimal : decimals) {
			if (Double.isFinite(decimal) && NumberFilter.isInteger(NumberFilter.decimal(decimal))) {
				equal.add(NumberFilter.decimal(decimal).longValueExact());
			}
		}
		return equal;
	}

	private static List<Double> asDecimals(List<Long> integers, List<Double> decimals) {
		List<Double> equal = new ArrayList<>();
		for (double decimal : decimals) {
			if (!Double.isNaN(decimal)) {
				equal.add(decimal);
			}
		}
		for (long integer : integers) {
			BigDecimal number = BigDecimal.valueOf(integer);
			if (NumberFilter.nearest(number) == 0) {
				equal.add(number.doubleValue());
			}
		}
		return equal;
	}

	private static IllegalArgumentException unsupported(String key, Object value) {
		return new IllegalArgumentException("The filter compares the metadata '" + key + "' with a "
				+ value.getClass().getName() + "; it must be a String, UUID, Integer, Long, Float or Double");
	}

}
