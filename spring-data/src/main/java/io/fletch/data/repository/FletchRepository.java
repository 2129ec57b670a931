package io.fletch.data.repository;

import java.util.List;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.SearchResults;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.query.ListQueryByExampleExecutor;

import io.fletch.data.FletchQuery;

/**
 * A repository of records. Its methods throw
 * {@link org.springframework.dao.DataAccessException}.
 *
 * @param <T> the type of the records
 * @param <ID> the type of their component with {@link io.fletch.store.mapping.Id}
 */
@NoRepositoryBean
public interface FletchRepository<T extends Record, ID>
		extends ListCrudRepository<T, ID>, ListPagingAndSortingRepository<T, ID>, ListQueryByExampleExecutor<T> {

	/**
	 * Inserts a record.
	 * @param entity the record
	 * @param <S> its type
	 * @return the record as it was saved
	 * @throws org.springframework.dao.DuplicateKeyException if there is a row with its id
	 */
	<S extends T> S insert(S entity);

	/**
	 * Inserts records in one version of the table.
	 * @param entities the records, with different ids
	 * @param <S> their type
	 * @return the records as they were saved, in order
	 * @throws org.springframework.dao.DuplicateKeyException if there is a row with one of
	 * the ids
	 */
	<S extends T> List<S> insertAll(Iterable<S> entities);

	/**
	 * Reads a part of all records.
	 * @param position where to begin: {@link ScrollPosition#keyset()} or
	 * {@link ScrollPosition#offset()} at first, then a position of the window before
	 * @param limit how many records at most
	 * @param sort the order
	 * @return the records, and their positions
	 */
	Window<T> findAll(ScrollPosition position, Limit limit, Sort sort);

	/**
	 * Searches by a question: by its vector and its words where the records have both.
	 * @param question the question
	 * @param limit how many records at most; 10 if it is unlimited
	 * @return the records, best first
	 */
	SearchResults<T> search(String question, Limit limit);

	/**
	 * Begins a query, for what methods of the repository do not ask.
	 * @return a query of all records
	 */
	FletchQuery<T> query();

}
