package io.fletch.data.repository.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.SearchResult;
import org.springframework.data.domain.SearchResults;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.core.EntityInformation;
import org.springframework.data.repository.query.FluentQuery;

import io.fletch.data.FletchQuery;
import io.fletch.data.FletchTemplate;
import io.fletch.data.repository.FletchRepository;

/**
 * The base class of repositories.
 *
 * @param <T> the type of the records
 * @param <ID> the type of their ids
 */
public class SimpleFletchRepository<T extends Record, ID> implements FletchRepository<T, ID> {

	private final EntityInformation<T, ID> entity;

	private final FletchTemplate template;

	/**
	 * A repository.
	 * @param entity what is known of the records
	 * @param template what saves and finds them
	 */
	public SimpleFletchRepository(EntityInformation<T, ID> entity, FletchTemplate template) {
		this.entity = entity;
		this.template = template;
	}

	@Override
	public FletchQuery<T> query() {
		return this.template.query(this.entity.getJavaType());
	}

	@Override
	public <S extends T> S save(S record) {
		return this.template.save(record);
	}

	@Override
	public <S extends T> List<S> saveAll(Iterable<S> entities) {
		return this.template.saveAll(entities);
	}

	@Override
	public <S extends T> S insert(S record) {
		return this.template.insert(record);
	}

	@Override
	public <S extends T> List<S> insertAll(Iterable<S> entities) {
		return this.template.insertAll(entities);
	}

	@Override
	public Optional<T> findById(ID id) {
		return this.template.findById(id, this.entity.getJavaType());
	}

	@Override
	public boolean existsById(ID id) {
		return this.template.existsById(id, this.entity.getJavaType());
	}

	@Override
	public List<T> findAll() {
		return query().list();
	}

	@Override
	public List<T> findAll(Sort sort) {
		return query().sort(sort).list();
	}

	@Override
	public Page<T> findAll(Pageable pageable) {
		return query().page(pageable);
	}

	@Override
	public Window<T> findAll(ScrollPosition position, Limit limit, Sort sort) {
		return query().sort(sort).limit(limit).window(position);
	}

	@Override
	public List<T> findAllById(Iterable<ID> ids) {
		return this.template.findAllById(ids, this.entity.getJavaType());
	}

	@Override
	public SearchResults<T> search(String question, Limit limit) {
		FletchQuery<T> search = query().search(question);
		return new SearchResults<>((limit.isLimited() ? search.limit(limit) : search).hits()
			.stream()
			.map((hit) -> new SearchResult<>(hit.row(), hit.score()))
			.toList());
	}

	@Override
	@SuppressWarnings("unchecked")
	public <S extends T> List<S> findAll(Example<S> example) {
		return (List<S>) query().where(example).list();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <S extends T> List<S> findAll(Example<S> example, Sort sort) {
		return (List<S>) query().where(example).sort(sort).list();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <S extends T> Page<S> findAll(Example<S> example, Pageable pageable) {
		return (Page<S>) query().where(example).page(pageable);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <S extends T> Optional<S> findOne(Example<S> example) {
		return (Optional<S>) query().where(example).one();
	}

	@Override
	public <S extends T> long count(Example<S> example) {
		return query().where(example).count();
	}

	@Override
	public <S extends T> boolean exists(Example<S> example) {
		return query().where(example).exists();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <S extends T, R extends @Nullable Object> R findBy(Example<S> example,
			Function<FluentQuery.FetchableFluentQuery<S>, R> query) {
		return query.apply(new ExampleQuery<>(query().where(example), (row) -> (S) row));
	}

	@Override
	public long count() {
		return query().count();
	}

	@Override
	public void deleteById(ID id) {
		this.template.deleteById(id, this.entity.getJavaType());
	}

	@Override
	public void delete(T record) {
		this.template.delete(record);
	}

	@Override
	public void deleteAllById(Iterable<? extends ID> ids) {
		this.template.deleteAllById(ids, this.entity.getJavaType());
	}

	@Override
	public void deleteAll(Iterable<? extends T> entities) {
		List<ID> ids = new ArrayList<>();
		for (T record : entities) {
			ids.add(Objects.requireNonNull(this.entity.getId(record), "id"));
		}
		deleteAllById(ids);
	}

	@Override
	public void deleteAll() {
		this.template.deleteAll(this.entity.getJavaType());
	}

}
