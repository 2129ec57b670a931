package io.fletch.data.repository.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Score;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.SearchResult;
import org.springframework.data.domain.SearchResults;
import org.springframework.data.repository.query.ParameterAccessor;
import org.springframework.data.repository.query.ParametersParameterAccessor;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.ResultProcessor;

import io.fletch.data.FletchQuery;
import io.fletch.data.FletchTemplate;
import io.fletch.store.query.Hit;

/**
 * What a method of a repository asks, and what it makes of the answer.
 *
 * @param <T> the type of the records
 */
abstract class FletchRepositoryQuery<T extends Record> implements RepositoryQuery {

	private final FletchQueryMethod method;

	private final FletchTemplate template;

	private final Class<T> type;

	FletchRepositoryQuery(FletchQueryMethod method, FletchTemplate template, Class<T> type) {
		this.method = method;
		this.template = template;
		this.type = type;
	}

	/**
	 * Returns what is asked with some arguments, without the limit and the order that
	 * they may say.
	 * @param all a query of all records
	 * @param accessor the arguments by what they are for
	 * @param arguments the arguments
	 */
	abstract Asked<T> asked(FletchQuery<T> all, ParameterAccessor accessor, @Nullable Object[] arguments);

	abstract Purpose purpose();

	/**
	 * Tells whether vectors or words are compared, so that records have scores.
	 */
	abstract boolean isSearch();

	/**
	 * Checks that what the method gives can be made of the records.
	 * @throws IllegalArgumentException if it cannot
	 */
	final void requireProjection() {
		try {
			requireScores(projection(this.method.getResultProcessor()));
		}
		catch (InvalidDataAccessApiUsageException ex) {
			throw new IllegalArgumentException("The method " + this.method + " cannot be answered: " + ex.getMessage(),
					ex);
		}
	}

	private RecordProjection projection(ResultProcessor processor) {
		return new RecordProjection(processor.getReturnedType(), this.template.mappingContext().entity(this.type));
	}

	private void requireScores(RecordProjection projection) {
		boolean isPart = this.method.isPageQuery() || this.method.isSliceQuery() || this.method.isScrollQuery();
		if (projection.tellsScores() && (!isSearch() || isPart)) {
			throw new InvalidDataAccessApiUsageException("it gives records with what a search tells of them, but is "
					+ (isSearch() ? "given a part of these; let it give a List or SearchResults" : "no search"));
		}
	}

	final FletchQueryMethod method() {
		return this.method;
	}

	final FletchTemplate template() {
		return this.template;
	}

	final Class<T> type() {
		return this.type;
	}

	@Override
	public final QueryMethod getQueryMethod() {
		return this.method;
	}

	@Override
	public final @Nullable Object execute(@Nullable Object[] arguments) {
		ParametersParameterAccessor accessor = new ParametersParameterAccessor(this.method.getParameters(), arguments);
		Asked<T> asked = asked(this.template.query(this.type), accessor, arguments);
		return switch (purpose()) {
			case COUNT -> asked.query().count();
			case EXISTS -> asked.query().exists();
			case DELETE -> delete(asked.query());
			case FIND -> found(asked, accessor);
		};
	}

	private Object delete(FletchQuery<T> query) {
		if (!this.method.isCollectionQuery()) {
			return query.delete();
		}
		List<T> deleted = query.list();
		if (!deleted.isEmpty()) {
			this.template.deleteAllById(deleted.stream().map(this::id).toList(), this.type);
		}
		return deleted;
	}

	private Object id(T row) {
		return this.template.mappingContext().entity(this.type).getIdentifierAccessor(row).getRequiredIdentifier();
	}

	private @Nullable Object found(Asked<T> asked, ParameterAccessor accessor) {
		ResultProcessor processor = this.method.getResultProcessor().withDynamicProjection(accessor);
		RecordProjection projection = projection(processor);
		requireScores(projection);
		if (this.method.isSearchQuery()) {
			SearchResults<?> results = new SearchResults<>(results(asked, accessor, projection));
			return searched(processor.processResult(results, projection));
		}
		return processor.processResult(rows(asked, accessor, projection), projection);
	}

	private Object searched(@Nullable SearchResults<?> results) {
		SearchResults<?> found = (results != null) ? results : new SearchResults<>(List.of());
		if (SearchResults.class.isAssignableFrom(this.method.returnType())) {
			return found;
		}
		return Stream.class.isAssignableFrom(this.method.returnType()) ? found.stream() : found.getContent();
	}

	private List<SearchResult<Object>> results(Asked<T> asked, ParameterAccessor accessor,
			RecordProjection projection) {
		List<Hit<T>> hits = limited(asked, accessor).hits();
		Nearness nearness = asked.nearness();
		List<SearchResult<Object>> results = new ArrayList<>();
		for (Hit<T> hit : (nearness != null) ? nearness.within(hits) : hits) {
			Score score = (nearness != null) ? nearness.score(hit) : Score.of(hit.score());
			results.add(new SearchResult<>(projection.tellsScores() ? projection.of(hit) : hit.row(), score));
		}
		return results;
	}

	private @Nullable Object rows(Asked<T> asked, ParameterAccessor accessor, RecordProjection projection) {
		Pageable pageable = accessor.getPageable();
		if (this.method.isPageQuery()) {
			return asked.limited().page(pageable);
		}
		if (this.method.isSliceQuery()) {
			return asked.limited().slice(pageable);
		}
		if (this.method.isScrollQuery()) {
			ScrollPosition position = accessor.getScrollPosition();
			FletchQuery<T> sorted = asked.limited().sort(accessor.getSort());
			return limitedTo(sorted, accessor.getLimit())
				.window((position != null) ? position : ScrollPosition.offset());
		}
		if (asked.nearness() != null || projection.tellsScores()) {
			Stream<Object> rows = results(asked, accessor, projection).stream().map(SearchResult::getContent);
			if (this.method.isStreamQuery()) {
				return rows;
			}
			return this.method.isForOne() ? rows.findFirst().orElse(null) : rows.toList();
		}
		FletchQuery<T> query = limited(asked, accessor);
		if (this.method.isStreamQuery()) {
			return query.stream();
		}
		return this.method.isForOne() ? query.one().orElse(null) : query.list();
	}

	private FletchQuery<T> limited(Asked<T> asked, ParameterAccessor accessor) {
		Pageable pageable = accessor.getPageable();
		FletchQuery<T> sorted = asked.limited().sort(accessor.getSort());
		return limitedTo(pageable.isPaged() ? sorted.offset(pageable.getOffset()) : sorted, accessor.getLimit());
	}

	private static <T extends Record> FletchQuery<T> limitedTo(FletchQuery<T> query, Limit limit) {
		return limit.isLimited() ? query.limit(limit) : query;
	}

	/**
	 * What the answer is for.
	 */
	enum Purpose {

		FIND, COUNT, EXISTS, DELETE

	}

	/**
	 * What is asked.
	 *
	 * @param query the query
	 * @param limit how many records the method finds by its name
	 * @param nearness how near they must be, if vectors are searched
	 */
	record Asked<T extends Record>(FletchQuery<T> query, Limit limit, @Nullable Nearness nearness) {

		FletchQuery<T> limited() {
			return limitedTo(this.query, this.limit);
		}

	}

}
