package io.fletch.data.repository.query;

import java.lang.reflect.Method;

import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.core.NamedQueries;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.ValueExpressionDelegate;

import io.fletch.data.FletchTemplate;

/**
 * Finds what a method of a repository asks: what its annotations say, or else its name.
 */
public final class FletchQueryLookup implements QueryLookupStrategy {

	private final FletchTemplate template;

	private final ValueExpressionDelegate expressions;

	/**
	 * A lookup.
	 * @param template what runs the queries
	 * @param expressions what evaluates Spring's expressions in conditions
	 */
	public FletchQueryLookup(FletchTemplate template, ValueExpressionDelegate expressions) {
		this.template = template;
		this.expressions = expressions;
	}

	@Override
	public RepositoryQuery resolveQuery(Method method, RepositoryMetadata metadata, ProjectionFactory factory,
			NamedQueries namedQueries) {
		FletchQueryMethod query = new FletchQueryMethod(method, metadata, factory);
		Class<? extends Record> type = metadata.getDomainType().asSubclass(Record.class);
		boolean isDeclared = query.query() != null || query.hybridSearch() != null;
		FletchRepositoryQuery<?> found = isDeclared ? new DeclaredQuery<>(query, this.template, type, this.expressions)
				: new DerivedQuery<>(query, this.template, type);
		found.requireProjection();
		return found;
	}

}
