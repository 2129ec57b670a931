package io.fletch.data.repository.support;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.projection.SpelAwareProxyProjectionFactory;
import org.springframework.data.repository.query.FluentQuery;

import io.fletch.data.FletchQuery;

/**
 * What is asked by an example, with an order and a limit that are said afterwards.
 *
 * @param query the query
 * @param conversion makes of a record what is given for it
 * @param <T> the type of the records
 * @param <S> the type of what is given
 */
record ExampleQuery<T extends Record, S>(FletchQuery<T> query,
		Function<T, S> conversion) implements FluentQuery.FetchableFluentQuery<S> {

	private static final ProjectionFactory PROJECTIONS = new SpelAwareProxyProjectionFactory();

	@Override
	public FetchableFluentQuery<S> sortBy(Sort sort) {
		return new ExampleQuery<>(this.query.sort(sort), this.conversion);
	}

	@Override
	public FetchableFluentQuery<S> limit(int limit) {
		return new ExampleQuery<>(this.query.limit(limit), this.conversion);
	}

	@Override
	public <R> FetchableFluentQuery<R> as(Class<R> type) {
		if (!type.isInterface()) {
			throw new InvalidDataAccessApiUsageException(
					"What is found by an example is given as a record of the table, "
							+ "or by an interface with getters of its components, but not as " + type.getName());
		}
		return new ExampleQuery<>(this.query, (row) -> PROJECTIONS.createProjection(type, row));
	}

	/**
	 * Records are read as a whole, so that nothing is left out.
	 */
	@Override
	public FetchableFluentQuery<S> project(Collection<String> properties) {
		return this;
	}

	@Override
	public @Nullable S oneValue() {
		return this.query.one().map(this.conversion).orElse(null);
	}

	@Override
	public @Nullable S firstValue() {
		return this.query.first().map(this.conversion).orElse(null);
	}

	@Override
	public List<S> all() {
		return this.query.list().stream().map(this.conversion).toList();
	}

	@Override
	public Window<S> scroll(ScrollPosition position) {
		return this.query.window(position).map(this.conversion);
	}

	@Override
	public Page<S> page(Pageable pageable) {
		return this.query.page(pageable).map(this.conversion);
	}

	@Override
	public Slice<S> slice(Pageable pageable) {
		return this.query.slice(pageable).map(this.conversion);
	}

	@Override
	public Stream<S> stream() {
		return this.query.stream().map(this.conversion);
	}

	@Override
	public long count() {
		return this.query.count();
	}

	@Override
	public boolean exists() {
		return this.query.exists();
	}

}
