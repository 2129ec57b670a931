package io.fletch.data;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.springframework.beans.BeansException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.mapping.callback.EntityCallbacks;
import org.springframework.util.Assert;

import io.fletch.data.event.AfterConvertCallback;
import io.fletch.data.mapping.FletchMappingContext;
import io.fletch.data.mapping.FletchPersistentEntity;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.MergeInsert;
import io.fletch.store.SchemaMode;
import io.fletch.store.TypedTable;
import io.fletch.store.WriteResult;
import io.fletch.store.query.Expression;

/**
 * Saves and finds the records of a database. Safe for use by several threads at once.
 * What the store throws becomes one of Spring's {@link DataAccessException}. The tables
 * of records are checked, created or extended when they are first used.
 */
public final class FletchTemplate implements ApplicationContextAware {

	private final Database database;

	private final FletchMappingContext context;

	private final SchemaMode mode;

	private final FletchExceptionTranslator translator = new FletchExceptionTranslator();

	private final GeneratedId ids = new GeneratedId(InstantSource.system());

	private final Map<Class<?>, LazyTable<? extends TypedTable<?>>> tables = new ConcurrentHashMap<>();

	private volatile EntityCallbacks callbacks = EntityCallbacks.create();

	/**
	 * A template that creates tables that are missing.
	 * @param database the database, which stays the caller's to close
	 */
	public FletchTemplate(Database database) {
		this(database, new FletchMappingContext(), SchemaMode.CREATE);
	}

	/**
	 * A template.
	 * @param database the database, which stays the caller's to close
	 * @param context what Spring Data knows of records
	 * @param mode what happens to tables that are missing or lack columns
	 */
	public FletchTemplate(Database database, FletchMappingContext context, SchemaMode mode) {
		this.database = Objects.requireNonNull(database, "database");
		this.context = Objects.requireNonNull(context, "context");
		this.mode = Objects.requireNonNull(mode, "mode");
	}

	/**
	 * Takes the callbacks for records from the beans of an application.
	 */
	@Override
	public void setApplicationContext(ApplicationContext applicationContext) throws BeansException {
		this.callbacks = EntityCallbacks.create(applicationContext);
	}

	/**
	 * Sets the callbacks for records, instead of those of the application.
	 * @param callbacks the callbacks
	 */
	public void setEntityCallbacks(EntityCallbacks callbacks) {
		this.callbacks = Objects.requireNonNull(callbacks, "callbacks");
	}

	/**
	 * Returns the database.
	 * @return the database
	 */
	public Database database() {
		return this.database;
	}

	/**
	 * Returns what Spring Data knows of records.
	 * @return the context
	 */
	public FletchMappingContext mappingContext() {
		return this.context;
	}

	/**
	 * Checks, creates or extends the table of a type of records, as the mode says, if it
	 * was not done before.
	 * @param type the type
	 * @param <T> the type
	 * @throws DataAccessException if the table does not fit
	 */
	public <T extends Record> void prepare(Class<T> type) {
		execute(type, TypedTable::name);
	}

	/**
	 * Does anything else with a table.
	 * @param type the type of its rows
	 * @param work what to do; the table must not be closed
	 * @param <T> the type of its rows
	 * @param <V> the type of the result
	 * @return the result
	 * @throws DataAccessException if the store refuses it
	 */
	public <T extends Record, V> V execute(Class<T> type, Function<TypedTable<T>, V> work) {
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(work, "work");
		return translated(() -> work.apply(table(type)));
	}

	<V> V translated(Supplier<V> work) {
		try {
			return work.get();
		}
		catch (RuntimeException ex) {
			// What is not the store's is thrown on as it is.
			DataAccessException translated = this.translator.translateExceptionIfPossible(ex);
			throw (translated != null) ? translated : ex;
		}
	}

	@SuppressWarnings("unchecked")
	private <T extends Record> TypedTable<T> table(Class<T> type) {
		return (TypedTable<T>) this.tables
			.computeIfAbsent(type, (key) -> LazyTable.of(() -> this.database.table(type, this.mode)))
			.get();
	}

	<T extends Record> FletchPersistentEntity<T> entity(Class<T> type) {
		return this.context.entity(type);
	}

	<T extends Record> T converted(T row, String table) {
		return this.callbacks.callback(AfterConvertCallback.class, row, table);
	}

	@SuppressWarnings("unchecked")
	private <T extends Record> Class<T> type(T entity) {
		Assert.notNull(entity, "The record must not be null");
		return (Class<T>) entity.getClass();
	}

	private <T extends Record> EntityWriter<T> writer(Class<T> type) {
		return new EntityWriter<>(table(type), entity(type), this.callbacks, this.ids);
	}

	/**
	 * Saves a record: inserts it, or replaces the row with its id. An id that is null is
	 * made, if it is a {@code String} or {@code UUID}: a UUID of version 7. A component
	 * with Spring Data's {@code @Version} is counted up; a record whose version is null,
	 * or 0 if it is a primitive, is inserted. A vector of a column that an embedding
	 * function fills is stored as it is if there is no row with the id. If there is one,
	 * its vector stays where what it is made of stays, and is made anew where that is
	 * another, whatever vector the record has; {@link #merge} stores vectors of one's
	 * own.
	 * @param entity the record
	 * @param <T> its type
	 * @return the record as it was saved, with id and version; vectors that the store
	 * made are not in it
	 * @throws OptimisticLockingFailureException if the row has another version, or is
	 * gone
	 * @throws DataAccessException if it cannot be saved
	 */
	public <T extends Record> T save(T entity) {
		Class<T> type = type(entity);
		return translated(() -> writer(type).save(List.of(entity)).getFirst());
	}

	/**
	 * Saves records, as {@link #save} does, in one version of the table; those with a
	 * {@code @Version} in one for the new and one for the others. If a version is stale
	 * when this begins, nothing is saved; if it becomes so meanwhile, the others are.
	 * @param entities the records, all of one type, with different ids
	 * @param <T> their type
	 * @return the records as they were saved, in order
	 * @throws OptimisticLockingFailureException if a row has another version, or is gone
	 * @throws DataAccessException if they cannot be saved
	 */
	public <T extends Record> List<T> saveAll(Iterable<? extends T> entities) {
		return write(entities, EntityWriter::save);
	}

	/**
	 * Inserts a record. Ids and versions are made as {@link #save} does.
	 * @param entity the record; of a type without {@code @Id}, it is added
	 * @param <T> its type
	 * @return the record as it was saved
	 * @throws org.springframework.dao.DuplicateKeyException if there is a row with its id
	 * @throws DataAccessException if it cannot be saved
	 */
	public <T extends Record> T insert(T entity) {
		Class<T> type = type(entity);
		return translated(() -> writer(type).insert(List.of(entity)).getFirst());
	}

	/**
	 * Inserts records in one version of the table, as {@link #insert} does. If there is a
	 * row with one of the ids when this begins, nothing is inserted; if one comes
	 * meanwhile, the others are.
	 * @param entities the records, all of one type, with different ids
	 * @param <T> their type
	 * @return the records as they were saved, in order
	 * @throws org.springframework.dao.DuplicateKeyException if there is a row with one of
	 * the ids
	 * @throws DataAccessException if they cannot be saved
	 */
	public <T extends Record> List<T> insertAll(Iterable<? extends T> entities) {
		return write(entities, EntityWriter::insert);
	}

	private <T extends Record> List<T> write(Iterable<? extends T> entities, Writing<T> writing) {
		List<T> rows = ofOneType(entities);
		if (rows.isEmpty()) {
			return List.of();
		}
		Class<T> type = type(rows.getFirst());
		return translated(() -> writing.write(writer(type), rows));
	}

	private <T extends Record> List<T> ofOneType(Iterable<? extends T> entities) {
		Assert.notNull(entities, "The records must not be null");
		List<T> rows = new ArrayList<>();
		for (T entity : entities) {
			Class<T> type = type(entity);
			if (!rows.isEmpty() && rows.getFirst().getClass() != type) {
				throw new InvalidDataAccessApiUsageException(
						"The records are of the types " + rows.getFirst().getClass().getName() + " and "
								+ type.getName() + "; save or delete those of each type by themselves");
			}
			rows.add(entity);
		}
		return rows;
	}

	/**
	 * Runs a merge-insert of the store.
	 * @param type the type of the rows
	 * @param rows the source rows, as they are: no callback hears of them, and no id is
	 * made
	 * @param clauses what happens to rows, for example
	 * {@code (merge) -> merge.whenNotMatchedInsertAll()}
	 * @param keys the columns by which rows are matched; none for the id
	 * @param <T> the type of the rows
	 * @return the version made, and how many rows were inserted, updated and deleted
	 * @throws DataAccessException if the store refuses it; nothing was changed
	 */
	public <T extends Record> WriteResult merge(Class<T> type, List<T> rows, UnaryOperator<MergeInsert<T>> clauses,
			String... keys) {
		return execute(type, (table) -> clauses.apply(table.mergeInsert(keys)).execute(rows));
	}

	/**
	 * Finds a record by its id.
	 * @param id the id
	 * @param type the type of the record
	 * @param <T> the type of the record
	 * @return the record, or nothing
	 */
	public <T extends Record> Optional<T> findById(Object id, Class<T> type) {
		return query(type).where(hasId(id, type)).first();
	}

	/**
	 * Finds records by their ids.
	 * @param ids the ids
	 * @param type the type of the records
	 * @param <T> the type of the records
	 * @return the records that there are, each once, in the order of the table
	 */
	public <T extends Record> List<T> findAllById(Iterable<?> ids, Class<T> type) {
		return query(type).where(hasIds(ids, type)).list();
	}

	/**
	 * Tells whether there is a record.
	 * @param id the id
	 * @param type the type of the record
	 * @return whether there is one with that id
	 */
	public boolean existsById(Object id, Class<? extends Record> type) {
		return query(type).where(hasId(id, type)).exists();
	}

	/**
	 * Reads all records.
	 * @param type the type of the records
	 * @param <T> the type of the records
	 * @return the records, in the order of the table
	 */
	public <T extends Record> List<T> findAll(Class<T> type) {
		return query(type).list();
	}

	/**
	 * Reads all records one after the other, as of one version, without holding them in
	 * memory.
	 * @param type the type of the records
	 * @param <T> the type of the records
	 * @return the records; to be closed
	 */
	public <T extends Record> Stream<T> stream(Class<T> type) {
		return query(type).stream();
	}

	/**
	 * Reads a page of all records.
	 * @param type the type of the records
	 * @param pageable which page, and in what order
	 * @param <T> the type of the records
	 * @return the page
	 */
	public <T extends Record> Page<T> page(Class<T> type, Pageable pageable) {
		return query(type).page(pageable);
	}

	/**
	 * Counts all records.
	 * @param type the type of the records
	 * @return how many there are
	 */
	public long count(Class<? extends Record> type) {
		return query(type).count();
	}

	/**
	 * Searches by a question: by its vector and its words where the records have both.
	 * @param type the type of the records
	 * @param question the question
	 * @param <T> the type of the records
	 * @return a query, which finds 10 unless it is told otherwise
	 */
	public <T extends Record> FletchQuery<T> search(Class<T> type, String question) {
		return query(type).search(question);
	}

	/**
	 * Begins a query.
	 * @param type the type of the records
	 * @param <T> the type of the records
	 * @return a query of all records
	 */
	public <T extends Record> FletchQuery<T> query(Class<T> type) {
		return FletchQuery.of(this, Objects.requireNonNull(type, "type"));
	}

	/**
	 * Deletes a record; if it has a version, only the row with that.
	 * @param entity the record
	 * @return whether there was a row with its id
	 * @throws OptimisticLockingFailureException if the row has another version, or is
	 * gone
	 */
	public boolean delete(Record entity) {
		Class<? extends Record> type = type(entity);
		return delete(type, List.of(entity)) > 0;
	}

	/**
	 * Deletes records in one version of the table; if they have versions, only the rows
	 * with these. If a version is stale when this begins, nothing is deleted; if it
	 * becomes so meanwhile, the others are.
	 * @param entities the records, all of one type
	 * @return how many rows had their ids
	 * @throws OptimisticLockingFailureException if a row has another version, or is gone
	 * @throws InvalidDataAccessApiUsageException if a record has no id
	 */
	public long deleteAll(Iterable<? extends Record> entities) {
		List<Record> rows = ofOneType(entities);
		return rows.isEmpty() ? 0 : delete(type(rows.getFirst()), rows);
	}

	private <T extends Record> long delete(Class<T> type, List<? extends Record> given) {
		List<T> rows = given.stream().map(type::cast).toList();
		return translated(() -> new EntityDeletion<>(table(type), entity(type)).delete(rows));
	}

	/**
	 * Deletes a record by its id.
	 * @param id the id
	 * @param type the type of the record
	 * @return whether there was one
	 */
	public boolean deleteById(Object id, Class<? extends Record> type) {
		return query(type).where(hasId(id, type)).delete() > 0;
	}

	/**
	 * Deletes records by their ids.
	 * @param ids the ids
	 * @param type the type of the records
	 * @return how many there were
	 */
	public long deleteAllById(Iterable<?> ids, Class<? extends Record> type) {
		return query(type).where(hasIds(ids, type)).delete();
	}

	/**
	 * Deletes all records.
	 * @param type the type of the records
	 * @return how many there were
	 */
	public long deleteAll(Class<? extends Record> type) {
		return query(type).delete();
	}

	private Expression hasId(Object id, Class<? extends Record> type) {
		Assert.notNull(id, "The id must not be null");
		return Expression.column(entity(type).idProperty().columnName()).eq(id);
	}

	private Expression hasIds(Iterable<?> ids, Class<? extends Record> type) {
		Assert.notNull(ids, "The ids must not be null");
		List<Object> given = new ArrayList<>();
		for (Object id : ids) {
			Assert.notNull(id, "The ids must not contain null");
			given.add(id);
		}
		return Expression.column(entity(type).idProperty().columnName()).in(given);
	}

	@FunctionalInterface
	private interface Writing<T extends Record> {

		List<T> write(EntityWriter<T> writer, List<T> rows);

	}

}
