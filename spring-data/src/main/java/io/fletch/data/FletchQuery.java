package io.fletch.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.support.PageableExecutionUtils;

import io.fletch.store.Search;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Hit;
import io.fletch.store.query.Order;
import io.fletch.store.query.RecordComponent;

/**
 * A query of records. Immutable: the methods that say what is asked return a new one, the
 * others run it on the latest version of the table.
 *
 * @param <T> the type of the records
 */
public final class FletchQuery<T extends Record> {

	private final FletchTemplate template;

	private final Class<T> type;

	private final Parts<T> parts;

	private FletchQuery(FletchTemplate template, Class<T> type, Parts<T> parts) {
		this.template = template;
		this.type = type;
		this.parts = parts;
	}

	static <T extends Record> FletchQuery<T> of(FletchTemplate template, Class<T> type) {
		return new FletchQuery<>(template, type,
				new Parts<>(null, Conditions.NONE, Sort.unsorted(), Limit.unlimited(), 0, UnaryOperator.identity()));
	}

	/**
	 * Lets only records through that satisfy a condition. Repeated calls are joined by
	 * AND.
	 * @param condition a condition, for example
	 * {@code Expression.column(Article::lang).eq("en")}
	 * @return a query with this condition
	 */
	public FletchQuery<T> where(Expression condition) {
		Objects.requireNonNull(condition, "condition");
		return with(this.parts.with(this.parts.conditions().and(condition)));
	}

	/**
	 * Lets only records through that satisfy a condition. Repeated calls are joined by
	 * AND.
	 * @param condition a condition in SQL with named parameters, for example
	 * {@code lang = :lang}
	 * @param parameters the values of the parameters
	 * @return a query with this condition
	 */
	public FletchQuery<T> where(String condition, Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(condition, "condition");
		Objects.requireNonNull(parameters, "parameters");
		return with(this.parts.with(this.parts.conditions().and(condition, parameters)));
	}

	/**
	 * Lets only records through that are like an example. Repeated calls are joined by
	 * AND. Components with vectors are not compared; those of primitive types always are,
	 * unless the example's matcher ignores them.
	 * @param example the example, and how it is compared
	 * @return a query with this condition
	 * @throws InvalidDataAccessApiUsageException if a component of the example is a map
	 */
	public FletchQuery<T> where(Example<? extends T> example) {
		Objects.requireNonNull(example, "example");
		Expression condition = ExampleCondition.of(example, this.template.mappingContext());
		return (condition != null) ? where(condition) : this;
	}

	/**
	 * Begins a condition on a component.
	 * @param component the accessor of the component, for example {@code Article::lang}
	 * @param <V> the type of the component
	 * @return what the condition goes on with
	 * @throws IllegalArgumentException if it is no reference to an accessor
	 */
	public <V extends @Nullable Object> FletchCriteria<T, V> where(RecordComponent<T, V> component) {
		return new FletchCriteria<>(this, Expression.column(component));
	}

	/**
	 * Searches by a question: by its vector and its words where the records have both.
	 * @param question the question
	 * @return a query, which finds 10 unless it is told otherwise
	 */
	public FletchQuery<T> search(String question) {
		Objects.requireNonNull(question, "question");
		return with(this.parts.with((table) -> table.search(question)));
	}

	/**
	 * Searches the nearest vectors.
	 * @param vector a vector of the length that those of the records have
	 * @return a query, which finds 10 unless it is told otherwise
	 */
	public FletchQuery<T> search(float[] vector) {
		Objects.requireNonNull(vector, "vector");
		return with(this.parts.with((table) -> table.search(vector)));
	}

	/**
	 * Changes the search of the store that answers this, for all that it can and this
	 * class has no word for, such as {@code (search) -> search.exact()}.
	 * @param options gives the changed search
	 * @return a query with these options
	 */
	public FletchQuery<T> options(UnaryOperator<Search<T>> options) {
		Objects.requireNonNull(options, "options");
		UnaryOperator<Search<T>> before = this.parts.options();
		return with(this.parts.withOptions((search) -> options.apply(before.apply(search))));
	}

	/**
	 * Sorts the records. Repeated calls go on where records are equal.
	 * @param sort the names of components, or paths such as {@code author.name}
	 * @return a query in this order
	 */
	public FletchQuery<T> sort(Sort sort) {
		Objects.requireNonNull(sort, "sort");
		return with(this.parts.with(this.parts.sort().and(sort)));
	}

	/**
	 * Sorts the records by a component, small values first and null last.
	 * @param component the accessor of the component, for example {@code Article::year}
	 * @return a query in this order
	 */
	public FletchQuery<T> orderBy(RecordComponent<T, ?> component) {
		return sort(Sort.by(component.name()).ascending());
	}

	/**
	 * Sorts the records by a component, large values first and null last.
	 * @param component the accessor of the component, for example {@code Article::year}
	 * @return a query in this order
	 */
	public FletchQuery<T> orderByDescending(RecordComponent<T, ?> component) {
		return sort(Sort.by(component.name()).descending());
	}

	/**
	 * Limits how many records are found.
	 * @param limit the number of records, at least 0
	 * @return a query with this limit
	 */
	public FletchQuery<T> limit(int limit) {
		return limit(Limit.of(limit));
	}

	/**
	 * Limits how many records are found.
	 * @param limit the limit
	 * @return a query with this limit
	 */
	public FletchQuery<T> limit(Limit limit) {
		Objects.requireNonNull(limit, "limit");
		if (limit.isLimited() && limit.max() < 0) {
			throw new InvalidDataAccessApiUsageException("limit must be at least 0, but was " + limit.max());
		}
		return with(this.parts.with(limit));
	}

	/**
	 * Passes over the first records.
	 * @param offset the number of records, at least 0
	 * @return a query with this offset
	 */
	public FletchQuery<T> offset(long offset) {
		if (offset < 0 || offset > Integer.MAX_VALUE) {
			throw new InvalidDataAccessApiUsageException(
					"offset must be from 0 to " + Integer.MAX_VALUE + ", but was " + offset + "; scroll by a keyset");
		}
		return with(this.parts.withOffset(offset));
	}

	private FletchQuery<T> with(Parts<T> changed) {
		return new FletchQuery<>(this.template, this.type, changed);
	}

	/**
	 * Finds the records.
	 * @return the records
	 */
	public List<T> list() {
		return hits().stream().map(Hit::row).toList();
	}

	/**
	 * Finds the records with their scores.
	 * @return the records, best first; those of a query without search have the score 0
	 */
	public List<Hit<T>> hits() {
		if (isEmpty()) {
			return List.of();
		}
		return this.template.execute(this.type,
				(table) -> search(table, orders()).hits().stream().map((hit) -> converted(hit, table)).toList());
	}

	/**
	 * Finds the first record.
	 * @return the record, or nothing
	 */
	public Optional<T> first() {
		return limit(1).list().stream().findFirst();
	}

	/**
	 * Finds the only record.
	 * @return the record, or nothing
	 * @throws IncorrectResultSizeDataAccessException if there are several
	 */
	public Optional<T> one() {
		List<T> found = (this.parts.limit().isLimited() ? this : limit(2)).list();
		if (found.size() > 1) {
			throw new IncorrectResultSizeDataAccessException("More than one record of " + this.type.getName()
					+ " was found where one was expected; narrow the condition, or take the first", 1);
		}
		return found.stream().findFirst();
	}

	/**
	 * Finds the records one after the other. Those of a query without search and order
	 * are not held in memory.
	 * @return the records; to be closed
	 */
	public Stream<T> stream() {
		if (isEmpty()) {
			return Stream.empty();
		}
		return this.template.execute(this.type, (table) -> {
			Stream<Hit<T>> hits = search(table, orders()).stream();
			Iterator<T> rows = new TranslatedRows<>(this.template,
					hits.map((hit) -> converted(hit, table).row()).iterator());
			return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
				.onClose(hits::close);
		});
	}

	/**
	 * Counts the records that satisfy the conditions, whatever the limit; of a search,
	 * those that it finds.
	 * @return how many there are
	 */
	public long count() {
		return this.parts.isScan() ? this.template.execute(this.type, (table) -> this.parts.conditions().count(table))
				: hits().size();
	}

	/**
	 * Tells whether there is a record.
	 * @return whether one satisfies the conditions
	 */
	public boolean exists() {
		return this.parts.isScan() ? count() > 0 : first().isPresent();
	}

	/**
	 * Deletes the records that satisfy the conditions; all if there is none.
	 * @return how many there were
	 * @throws InvalidDataAccessApiUsageException if this is a search, or has a limit, an
	 * offset or an order
	 */
	public long delete() {
		if (!this.parts.isScan() || this.parts.limit().isLimited() || this.parts.offset() > 0
				|| this.parts.sort().isSorted()) {
			throw new InvalidDataAccessApiUsageException("Records are deleted by conditions only; this query has a "
					+ "search, a limit, an offset or an order. Find their ids, and delete by these");
		}
		return this.template.execute(this.type, (table) -> this.parts.conditions().delete(table));
	}

	/**
	 * Finds a page of the records, and counts all.
	 * @param pageable which page, and in what further order
	 * @return the page
	 * @throws InvalidDataAccessApiUsageException if this is a search, which is not
	 * counted
	 */
	public Page<T> page(Pageable pageable) {
		Objects.requireNonNull(pageable, "pageable");
		if (!this.parts.isScan()) {
			throw new InvalidDataAccessApiUsageException(
					"A search by vector or words has no total, so it has no pages; ask for a slice");
		}
		return PageableExecutionUtils.getPage(paged(pageable, 0).list(), pageable, this::count);
	}

	/**
	 * Finds a page of the records, and whether there are more.
	 * @param pageable which page, and in what further order
	 * @return the page
	 */
	public Slice<T> slice(Pageable pageable) {
		Objects.requireNonNull(pageable, "pageable");
		if (pageable.isUnpaged()) {
			return new SliceImpl<>(sort(pageable.getSort()).list(), pageable, false);
		}
		List<T> found = paged(pageable, 1).list();
		boolean hasNext = found.size() > pageable.getPageSize();
		return new SliceImpl<>(hasNext ? found.subList(0, pageable.getPageSize()) : found, pageable, hasNext);
	}

	private FletchQuery<T> paged(Pageable pageable, int more) {
		FletchQuery<T> sorted = sort(pageable.getSort());
		return pageable.isPaged() ? sorted.offset(pageable.getOffset()).limit(pageable.getPageSize() + more) : sorted;
	}

	/**
	 * Finds as many records as the limit says, behind a position. Positions of a keyset
	 * stay apart while others write, and need a query without search.
	 * @param position where to begin
	 * @return the records, and their positions
	 */
	public Window<T> window(ScrollPosition position) {
		return switch (Objects.requireNonNull(position, "position")) {
			case OffsetScrollPosition offset -> window(offset);
			case KeysetScrollPosition keyset -> window(keyset);
			default -> throw new InvalidDataAccessApiUsageException(
					"A scroll position is one of an offset or of a keyset, but was " + position);
		};
	}

	private Window<T> window(OffsetScrollPosition position) {
		long begin = position.isInitial() ? 0 : position.getOffset() + 1;
		List<T> found = offset(this.parts.offset() + begin).oneMore().list();
		boolean hasNext = hasMore(found);
		return Window.from(hasNext ? found.subList(0, this.parts.limit().max()) : found,
				OffsetScrollPosition.positionFunction(begin), hasNext);
	}

	private Window<T> window(KeysetScrollPosition position) {
		if (!this.parts.isScan() || this.parts.offset() > 0) {
			throw new InvalidDataAccessApiUsageException(
					"A search, or a query with an offset, is scrolled by offsets only: ScrollPosition.offset()");
		}
		Keyset<T> keyset = new Keyset<>(this.template.mappingContext(), this.template.entity(this.type), orders());
		Expression behind = keyset.behind(position);
		FletchQuery<T> rest = ((behind != null) ? where(behind) : this).oneMore();
		List<T> found = new ArrayList<>(rest.isEmpty() ? List.of() : rest.list(keyset.orders(position)));
		boolean hasNext = hasMore(found);
		List<T> rows = hasNext ? found.subList(0, this.parts.limit().max()) : found;
		List<T> ordered = position.scrollsBackward() ? rows.reversed() : rows;
		return Window.from(ordered, (index) -> keyset.positionOf(ordered.get(index), position), hasNext);
	}

	private List<T> list(List<EntityOrder> orders) {
		return this.template.execute(this.type,
				(table) -> search(table, orders).hits().stream().map((hit) -> converted(hit, table).row()).toList());
	}

	private FletchQuery<T> oneMore() {
		Limit limit = this.parts.limit();
		return (limit.isLimited() && limit.max() < Integer.MAX_VALUE) ? limit(limit.max() + 1) : this;
	}

	private boolean hasMore(List<T> found) {
		return this.parts.limit().isLimited() && found.size() > this.parts.limit().max();
	}

	private boolean isEmpty() {
		return this.parts.limit().isLimited() && this.parts.limit().max() == 0;
	}

	private List<EntityOrder> orders() {
		return EntityOrder.of(this.parts.sort(), this.template.mappingContext(), this.type);
	}

	private Search<T> search(TypedTable<T> table, List<EntityOrder> orders) {
		Function<TypedTable<T>, Search<T>> begin = this.parts.begin();
		Search<T> search = this.parts.conditions().in((begin != null) ? begin.apply(table) : table.scan());
		if (!orders.isEmpty()) {
			search = search.orderBy(orders.stream().map(EntityOrder::toOrder).toArray(Order[]::new));
		}
		if (this.parts.limit().isLimited()) {
			search = search.limit(this.parts.limit().max());
		}
		if (this.parts.offset() > 0) {
			search = search.offset(Math.toIntExact(this.parts.offset()));
		}
		return this.parts.options().apply(search);
	}

	private Hit<T> converted(Hit<T> hit, TypedTable<T> table) {
		T row = this.template.converted(hit.row(), table.name());
		return (row == hit.row()) ? hit : new Hit<>(hit.rowId(), row, hit.score(), hit.distance(), hit.textScore(),
				hit.vectorRank(), hit.textRank(), hit.highlights());
	}

	/**
	 * Rows that are read when they are asked for.
	 *
	 * @param template translates exceptions
	 * @param rows the rows
	 */
	private record TranslatedRows<T>(FletchTemplate template, Iterator<T> rows) implements Iterator<T> {

		@Override
		public boolean hasNext() {
			return this.template.translated(this.rows::hasNext);
		}

		@Override
		public T next() {
			return this.template.translated(this.rows::next);
		}

	}

	/**
	 * What is asked.
	 *
	 * @param begin what searches, or {@code null} for a scan
	 * @param conditions which rows are let through
	 * @param sort the order
	 * @param limit how many rows are found
	 * @param offset how many are passed over
	 * @param options what else is said to the search
	 */
	private record Parts<T extends Record>(@Nullable Function<TypedTable<T>, Search<T>> begin, Conditions conditions,
			Sort sort, Limit limit, long offset, UnaryOperator<Search<T>> options) {

		boolean isScan() {
			return this.begin == null;
		}

		Parts<T> with(Function<TypedTable<T>, Search<T>> changed) {
			return new Parts<>(changed, this.conditions, this.sort, this.limit, this.offset, this.options);
		}

		Parts<T> with(Conditions changed) {
			return new Parts<>(this.begin, changed, this.sort, this.limit, this.offset, this.options);
		}

		Parts<T> with(Sort changed) {
			return new Parts<>(this.begin, this.conditions, changed, this.limit, this.offset, this.options);
		}

		Parts<T> with(Limit changed) {
			return new Parts<>(this.begin, this.conditions, this.sort, changed, this.offset, this.options);
		}

		Parts<T> withOffset(long changed) {
			return new Parts<>(this.begin, this.conditions, this.sort, this.limit, changed, this.options);
		}

		Parts<T> withOptions(UnaryOperator<Search<T>> changed) {
			return new Parts<>(this.begin, this.conditions, this.sort, this.limit, this.offset, changed);
		}

	}

}
