package io.fletch.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.support.ExampleMatcherAccessor;

import io.fletch.data.mapping.FletchMappingContext;
import io.fletch.data.mapping.FletchPersistentEntity;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.query.Expression;

/**
 * The condition for records that are like an example. Components with vectors are never
 * compared.
 */
final class ExampleCondition {

	private final FletchMappingContext context;

	private final ExampleMatcherAccessor matcher;

	private final boolean isAny;

	private @Nullable Expression condition;

	private ExampleCondition(FletchMappingContext context, ExampleMatcher matcher) {
		this.context = context;
		this.matcher = new ExampleMatcherAccessor(matcher);
		this.isAny = matcher.isAnyMatching();
	}

	/**
	 * Returns the condition, or {@code null} for one that says nothing.
	 */
	static @Nullable Expression of(Example<?> example, FletchMappingContext context) {
		ExampleCondition condition = new ExampleCondition(context, example.getMatcher());
		condition.addAll(example.getProbe(), context.entity(example.getProbeType()), "", List.of());
		return condition.condition;
	}

	private <S> void addAll(Object probe, FletchPersistentEntity<S> entity, String prefix, List<String> outer) {
		PersistentPropertyAccessor<Object> accessor = entity.getPropertyAccessor(probe);
		for (FletchPersistentProperty property : entity) {
			String path = prefix + property.getName();
			if (!property.isVector() && !this.matcher.isIgnoredPath(path)) {
				List<String> column = Stream.concat(outer.stream(), Stream.of(property.columnName())).toList();
				add(property, path, column, accessor.getProperty(property));
			}
		}
	}

	private void add(FletchPersistentProperty property, String path, List<String> names, @Nullable Object given) {
		Optional<Object> value = this.matcher.getValueTransformerForPath(path).apply(Optional.ofNullable(given));
		Expression column = new Expression.Column(names);
		if (value.isEmpty()) {
			if (this.matcher.getNullHandler() == ExampleMatcher.NullHandler.INCLUDE) {
				join(column.isNull());
			}
		}
		else if (value.get() instanceof Record inner) {
			addAll(inner, this.context.entity(inner.getClass()), path + ".", names);
		}
		else {
			join(like(property, path, column, value.get()));
		}
	}

	private Expression like(FletchPersistentProperty property, String path, Expression column, Object value) {
		if (value instanceof Map<?, ?>) {
			throw new InvalidDataAccessApiUsageException(
					"The component '" + path + "' of the example of " + property.getOwner().getType().getName()
							+ " is a map, which is not compared; leave it out by withIgnorePaths(...)");
		}
		if (!(value instanceof String text)) {
			return column.eq(value);
		}
		boolean ignoresCase = this.matcher.isIgnoreCaseForPath(path);
		Expression sought = ignoresCase ? Expression.value(text).lower() : Expression.value(text);
		Expression compared = ignoresCase ? column.lower() : column;
		return switch (this.matcher.getStringMatcherForPath(path)) {
			case DEFAULT, EXACT -> compared.eq(sought);
			case STARTING -> compared.call("starts_with", sought);
			case ENDING -> compared.call("ends_with", sought);
			case CONTAINING -> compared.call("contains", sought);
			case REGEX -> column.matches(ignoresCase ? "(?i)" + text : text);
		};
	}

	private void join(Expression next) {
		Expression before = this.condition;
		if (before == null) {
			this.condition = next;
		}
		else {
			this.condition = this.isAny ? before.or(next) : before.and(next);
		}
	}

}
