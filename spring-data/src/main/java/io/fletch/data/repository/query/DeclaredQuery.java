package io.fletch.data.repository.query;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.query.Parameter;
import org.springframework.data.repository.query.ParameterAccessor;
import org.springframework.data.repository.query.ValueExpressionDelegate;

import io.fletch.data.FletchQuery;
import io.fletch.data.FletchTemplate;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.data.repository.HybridSearch;
import io.fletch.data.repository.Query;
import io.fletch.store.query.QueryKind;

/**
 * What the annotations of a method ask.
 */
final class DeclaredQuery<T extends Record> extends FletchRepositoryQuery<T> {

	private final DeclaredCondition condition;

	private final @Nullable QueryKind kind;

	private final @Nullable Parameter question;

	private final @Nullable FletchPersistentProperty vector;

	private final Purpose purpose;

	DeclaredQuery(FletchQueryMethod method, FletchTemplate template, Class<T> type,
			ValueExpressionDelegate expressions) {
		super(method, template, type);
		HybridSearch search = method.hybridSearch();
		Query query = method.query();
		if (search != null && query != null) {
			throw new IllegalArgumentException(
					"The method " + method + " has @Query and @HybridSearch; give the condition to @HybridSearch");
		}
		String sql = (query != null) ? query.value() : (search != null) ? search.value() : "";
		this.condition = new DeclaredCondition(sql, method, expressions);
		this.purpose = (query != null) ? purpose(query) : Purpose.FIND;
		this.kind = (search != null) ? search.kind() : null;
		this.question = (search != null) ? question(method) : null;
		this.vector = method.getParameters().hasVectorParameter() ? vector(method, template, type) : null;
		requireSearch(method);
		method.values().forEach(method::name);
	}

	private void requireSearch(FletchQueryMethod method) {
		if (this.vector != null && this.kind != null) {
			throw new IllegalArgumentException(
					"The method " + method + " has @HybridSearch and a Vector; its question is a text");
		}
		if (isSearch()) {
			method.requireSearch();
		}
	}

	private static Purpose purpose(Query query) {
		if (query.count()) {
			return Purpose.COUNT;
		}
		if (query.exists()) {
			return Purpose.EXISTS;
		}
		return query.delete() ? Purpose.DELETE : Purpose.FIND;
	}

	private static Parameter question(FletchQueryMethod method) {
		return method.values()
			.stream()
			.filter((parameter) -> parameter.getType() == String.class)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("The method " + method
					+ " has @HybridSearch, but no parameter of the type String with the question"));
	}

	private static FletchPersistentProperty vector(FletchQueryMethod method, FletchTemplate template, Class<?> type) {
		for (FletchPersistentProperty property : template.mappingContext().entity(type)) {
			if (property.isVector()) {
				return property;
			}
		}
		throw new IllegalArgumentException("The method " + method + " has a Vector, but the record " + type.getName()
				+ " has no component with @VectorField");
	}

	@Override
	Purpose purpose() {
		return this.purpose;
	}

	@Override
	boolean isSearch() {
		return this.vector != null || this.kind != null;
	}

	@Override
	Asked<T> asked(FletchQuery<T> all, ParameterAccessor accessor, @Nullable Object[] arguments) {
		FletchQuery<T> query = this.condition.in(all, method().named(accessor, this.question), arguments);
		if (this.vector != null) {
			Nearness nearness = Nearness.of(this.vector, accessor);
			return new Asked<>(nearness.in(query, accessor.getVector()), Limit.unlimited(), nearness);
		}
		QueryKind compared = this.kind;
		if (compared == null || this.question == null) {
			return new Asked<>(query, Limit.unlimited(), null);
		}
		Object asked = method().arguments(accessor).get(method().values().indexOf(this.question));
		if (!(asked instanceof String text)) {
			throw new InvalidDataAccessApiUsageException("The question of " + method() + " must not be null");
		}
		Limit limit = method().isForOne() ? Limit.of(1) : Limit.unlimited();
		return new Asked<>(query.search(text).options((search) -> search.kind(compared)), limit, null);
	}

}
