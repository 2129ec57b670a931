package io.fletch.data.repository.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.core.PropertyPath;
import org.springframework.data.domain.Range;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.util.ObjectUtils;

import io.fletch.store.query.Expression;
import io.fletch.store.record.RecordColumns;

/**
 * The condition for one part of a method's name.
 */
final class DerivedCondition {

	private final Part part;

	private final Expression column;

	private final boolean isCollection;

	private final boolean ignoresCase;

	DerivedCondition(Part part) {
		this.part = part;
		PropertyPath path = part.getProperty();
		this.isCollection = path.getLeafProperty().isCollection();
		this.ignoresCase = ignoresCase(part);
		Expression plain = new Expression.Column(columns(path));
		this.column = (this.ignoresCase && !this.isCollection) ? plain.lower() : plain;
	}

	private static List<String> columns(PropertyPath path) {
		List<String> columns = new ArrayList<>();
		for (PropertyPath step : path) {
			columns.add(RecordColumns.of(step.getOwningType().getType()).name(step.getSegment()));
		}
		return columns;
	}

	/**
	 * Checks that a part can be asked for, before anybody asks.
	 * @throws IllegalArgumentException if it cannot
	 */
	static void check(Part part) {
		for (PropertyPath step : part.getProperty()) {
			if (step.hasNext() && (step.isCollection() || !step.getType().isRecord())) {
				throw new IllegalArgumentException("'" + part.getProperty().toDotPath()
						+ "' leads through a list or map, "
						+ "into which conditions do not look; write @Query, or array_has(...) on a list of values");
			}
		}
		if (part.shouldIgnoreCase() == Part.IgnoreCaseType.ALWAYS
				&& part.getProperty().getLeafProperty().getType() != String.class) {
			throw new IllegalArgumentException(
					"'" + part.getProperty().toDotPath() + "' is no text, so that its case cannot be ignored");
		}
	}

	private static boolean ignoresCase(Part part) {
		return part.shouldIgnoreCase() != Part.IgnoreCaseType.NEVER
				&& part.getProperty().getLeafProperty().getType() == String.class;
	}

	/**
	 * Returns the condition.
	 * @param arguments the values of the method, of which this takes as many as it needs
	 */
	Expression with(Iterator<@Nullable Object> arguments) {
		return switch (this.part.getType()) {
			case SIMPLE_PROPERTY -> equal(arguments.next());
			case NEGATING_SIMPLE_PROPERTY -> notEqual(arguments.next());
			case BETWEEN -> between(arguments);
			case LESS_THAN, BEFORE -> this.column.lt(value(arguments.next()));
			case LESS_THAN_EQUAL -> this.column.le(value(arguments.next()));
			case GREATER_THAN, AFTER -> this.column.gt(value(arguments.next()));
			case GREATER_THAN_EQUAL -> this.column.ge(value(arguments.next()));
			case IS_NULL -> this.column.isNull();
			case IS_NOT_NULL, EXISTS -> this.column.isNotNull();
			case LIKE -> like(arguments.next());
			case NOT_LIKE -> like(arguments.next()).not();
			case STARTING_WITH -> this.column.call("starts_with", text(arguments.next()));
			case ENDING_WITH -> this.column.call("ends_with", text(arguments.next()));
			case CONTAINING -> containing(arguments.next());
			case NOT_CONTAINING -> containing(arguments.next()).not();
			case IN -> this.column.in(values(arguments.next()));
			case NOT_IN -> this.column.notIn(values(arguments.next()));
			case TRUE -> this.column.eq(true);
			case FALSE -> this.column.eq(false);
			case IS_EMPTY -> empty();
			case IS_NOT_EMPTY -> empty().not();
			case REGEX -> this.column.call("regexp_like", text(arguments.next()));
			case NEAR, WITHIN -> throw new IllegalStateException("Vectors are searched, and no condition");
		};
	}

	private Expression equal(@Nullable Object value) {
		return (value != null) ? this.column.eq(value(value)) : this.column.isNull();
	}

	private Expression notEqual(@Nullable Object value) {
		return (value != null) ? this.column.ne(value(value)) : this.column.isNotNull();
	}

	private Expression between(Iterator<@Nullable Object> arguments) {
		Object first = arguments.next();
		if (first instanceof Range<?> range) {
			return within(range);
		}
		return this.column.ge(value(first)).and(this.column.le(value(arguments.next())));
	}

	private Expression within(Range<?> range) {
		Expression least = range.getLowerBound()
			.getValue()
			.map((value) -> range.getLowerBound().isInclusive() ? this.column.ge(value(value))
					: this.column.gt(value(value)))
			.orElse(this.column.isNotNull());
		return range.getUpperBound()
			.getValue()
			.map((value) -> least
				.and(range.getUpperBound().isInclusive() ? this.column.le(value(value)) : this.column.lt(value(value))))
			.orElse(least);
	}

	private Expression like(@Nullable Object value) {
		Expression pattern = text(value);
		return new Expression.Like(this.column, pattern, '\\', true);
	}

	private Expression containing(@Nullable Object value) {
		if (!this.isCollection) {
			return this.column.call("contains", text(value));
		}
		return (value instanceof Collection<?> several) ? this.column.hasAll(several)
				: this.column.call("array_has", required(value));
	}

	private Expression empty() {
		if (this.isCollection) {
			// An empty list has no length in some dialects; here it is 0.
			return this.column.call("coalesce", List.of()).call("array_length").orElse(0).eq(0);
		}
		return this.column.eq("");
	}

	private Expression text(@Nullable Object value) {
		return value(required(value));
	}

	private Object required(@Nullable Object value) {
		if (value == null) {
			throw new InvalidDataAccessApiUsageException("'" + this.part.getProperty().toDotPath() + "' is compared by "
					+ this.part.getType() + " with null, which no value satisfies; ask by IsNull");
		}
		return value;
	}

	private Expression value(@Nullable Object value) {
		Expression literal = Expression.value(value);
		return (this.ignoresCase && !this.isCollection && value instanceof String) ? literal.lower() : literal;
	}

	private List<Expression> values(@Nullable Object value) {
		Collection<?> values = switch (required(value)) {
			case Collection<?> collection -> collection;
			case Object array when array.getClass().isArray() -> Arrays.asList(ObjectUtils.toObjectArray(array));
			case Object one -> List.of(one);
		};
		return values.stream().map(this::value).toList();
	}

}
