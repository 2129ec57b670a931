package io.fletch.data.repository.query;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.data.domain.Score;
import org.springframework.data.domain.Vector;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.query.DefaultParameters;
import org.springframework.data.repository.query.Parameter;
import org.springframework.data.repository.query.ParameterAccessor;
import org.springframework.data.repository.query.QueryMethod;

import io.fletch.data.repository.HybridSearch;
import io.fletch.data.repository.Query;

/**
 * A method of a repository that asks something.
 */
final class FletchQueryMethod extends QueryMethod {

	private final Method method;

	FletchQueryMethod(Method method, RepositoryMetadata metadata, ProjectionFactory projections) {
		super(method, metadata, projections, DefaultParameters::new);
		this.method = method;
	}

	@Nullable Query query() {
		return AnnotatedElementUtils.findMergedAnnotation(this.method, Query.class);
	}

	@Nullable HybridSearch hybridSearch() {
		return AnnotatedElementUtils.findMergedAnnotation(this.method, HybridSearch.class);
	}

	/**
	 * Checks that a method that searches does not want what searches have not.
	 */
	void requireSearch() {
		if (isPageQuery()) {
			throw new IllegalArgumentException("The method " + this
					+ " gives a Page, but a search by vector or words has no total; let it give a Slice");
		}
		boolean hasScores = getParameters().hasScoreParameter() || getParameters().hasScoreRangeParameter();
		if (hasScores && (isSliceQuery() || isScrollQuery())) {
			throw new IllegalArgumentException("The method " + this + " gives a part of what lies within a score; let "
					+ "it give all by SearchResults or a List, or leave the score out");
		}
	}

	/**
	 * Checks that a method that deletes does not ask for a part of the records.
	 */
	void requireWhole() {
		boolean isPart = getParameters().hasSortParameter() || getParameters().hasPageableParameter()
				|| getParameters().hasLimitParameter() || getParameters().hasScrollPositionParameter();
		if (isPart) {
			throw new IllegalArgumentException("The method " + this
					+ " deletes, which takes no Sort, Pageable, Limit or ScrollPosition; leave it out");
		}
	}

	/**
	 * Tells whether the method gives one record, or none.
	 */
	boolean isForOne() {
		return !(isCollectionQuery() || isStreamQuery() || isPageQuery() || isSliceQuery() || isScrollQuery()
				|| isSearchQuery());
	}

	Class<?> returnType() {
		return this.method.getReturnType();
	}

	/**
	 * Returns the parameters that stand for values of conditions and for what is searched
	 * by, but not for scores.
	 */
	List<Parameter> values() {
		List<Parameter> values = new ArrayList<>();
		for (Parameter parameter : getParameters().getBindableParameters()) {
			boolean isScore = Score.class.isAssignableFrom(parameter.getType())
					|| parameter.getIndex() == getParameters().getScoreRangeIndex();
			if (!isScore) {
				values.add(parameter);
			}
		}
		return values;
	}

	/**
	 * Returns the arguments for {@link #values()}.
	 */
	List<@Nullable Object> arguments(ParameterAccessor accessor) {
		List<Parameter> values = values();
		List<@Nullable Object> arguments = new ArrayList<>();
		int place = 0;
		for (Parameter parameter : getParameters().getBindableParameters()) {
			Object argument = accessor.getBindableValue(place++);
			if (values.contains(parameter)) {
				arguments.add(argument);
			}
		}
		return arguments;
	}

	/**
	 * Returns the arguments of a condition by their names, which is all but vectors and
	 * one that is left out.
	 */
	Map<String, @Nullable Object> named(ParameterAccessor accessor, @Nullable Parameter except) {
		List<Parameter> values = values();
		List<@Nullable Object> arguments = arguments(accessor);
		Map<String, @Nullable Object> named = new HashMap<>();
		for (int i = 0; i < values.size(); i++) {
			Parameter parameter = values.get(i);
			if (parameter != except && !Vector.class.isAssignableFrom(parameter.getType())) {
				named.put(name(parameter), arguments.get(i));
			}
		}
		return named;
	}

	String name(Parameter parameter) {
		return parameter.getName()
			.orElseThrow(() -> new IllegalStateException("The parameter " + parameter.getIndex() + " of " + this.method
					+ " has no name; compile with -parameters, or give it one by @Param"));
	}

	@Override
	public String toString() {
		return this.method.getDeclaringClass().getName() + "." + getName();
	}

}
