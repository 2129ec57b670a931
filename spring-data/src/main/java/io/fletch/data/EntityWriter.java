package io.fletch.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.mapping.callback.EntityCallbacks;

import io.fletch.data.event.AfterSaveCallback;
import io.fletch.data.event.BeforeConvertCallback;
import io.fletch.data.event.BeforeSaveCallback;
import io.fletch.data.mapping.FletchPersistentEntity;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Expression;

/**
 * Writes records of one type: calls back, makes ids, counts versions up, and checks what
 * was written.
 */
final class EntityWriter<T extends Record> {

	private final TypedTable<T> table;

	private final FletchPersistentEntity<T> entity;

	private final EntityCallbacks callbacks;

	private final GeneratedId ids;

	EntityWriter(TypedTable<T> table, FletchPersistentEntity<T> entity, EntityCallbacks callbacks, GeneratedId ids) {
		this.table = table;
		this.entity = entity;
		this.callbacks = callbacks;
		this.ids = ids;
	}

	List<T> save(List<T> given) {
		this.entity.idProperty();
		List<Prepared<T>> rows = withoutStaleVectors(prepare(given));
		requireDifferentIds(rows);
		FletchPersistentProperty version = this.entity.getVersionProperty();
		if (version == null) {
			this.table.mergeInsert(id()).whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows(rows));
		}
		else {
			List<Prepared<T>> present = rows.stream().filter((row) -> !row.isNew()).toList();
			List<Prepared<T>> added = rows.stream().filter(Prepared::isNew).toList();
			requireVersions(present, version);
			requireAbsent(added);
			update(present, version);
			add(added);
		}
		return saved(rows);
	}

	List<T> insert(List<T> given) {
		List<Prepared<T>> rows = prepare(given);
		if (this.entity.getIdProperty() == null) {
			this.table.add(rows(rows));
		}
		else {
			requireDifferentIds(rows);
			requireAbsent(rows);
			add(rows);
		}
		return saved(rows);
	}

	private List<Prepared<T>> prepare(List<T> given) {
		List<Prepared<T>> rows = new ArrayList<>();
		for (T row : given) {
			T converted = this.callbacks.callback(BeforeConvertCallback.class, row, this.table.name());
			boolean isNew = this.entity.isNew(converted);
			T complete = this.callbacks.callback(BeforeSaveCallback.class, completed(converted, isNew),
					this.table.name());
			FletchPersistentProperty id = this.entity.getIdProperty();
			Object value = (id != null) ? this.entity.getPropertyAccessor(complete).getProperty(id) : null;
			rows.add(new Prepared<>(complete, isNew, value));
		}
		return rows;
	}

	private List<Prepared<T>> withoutStaleVectors(List<Prepared<T>> rows) {
		List<Prepared<T>> cleared = new ArrayList<>(rows);
		List<Integer> places = IntStream.range(0, rows.size()).filter((i) -> !rows.get(i).isNew()).boxed().toList();
		List<T> present = new StaleVectors<>(this.table, this.entity)
			.cleared(places.stream().map((place) -> rows.get(place).row()).toList());
		for (int i = 0; i < present.size(); i++) {
			int place = places.get(i);
			cleared.set(place, new Prepared<>(present.get(i), false, rows.get(place).id()));
		}
		return cleared;
	}

	/**
	 * Gives a record its id, and its next version.
	 */
	private T completed(T row, boolean isNew) {
		PersistentPropertyAccessor<T> accessor = this.entity.getPropertyAccessor(row);
		FletchPersistentProperty id = this.entity.getIdProperty();
		if (id != null && accessor.getProperty(id) == null) {
			accessor.setProperty(id, this.ids.of(id));
		}
		FletchPersistentProperty version = this.entity.getVersionProperty();
		if (version != null) {
			accessor.setProperty(version, next(version, isNew ? null : accessor.getProperty(version)));
		}
		return accessor.getBean();
	}

	private static @Nullable Object next(FletchPersistentProperty version, @Nullable Object known) {
		long first = version.getType().isPrimitive() ? 1 : 0;
		long next = (known instanceof Number number) ? number.longValue() + 1 : first;
		return DefaultConversionService.getSharedInstance().convert(next, version.getType());
	}

	private void requireDifferentIds(List<Prepared<T>> rows) {
		Set<EntityKey> ids = new HashSet<>();
		for (Prepared<T> row : rows) {
			if (!ids.add(row.key())) {
				throw new InvalidDataAccessApiUsageException(
						"Two of the records have the id '" + row.key() + "'; save one of them only");
			}
		}
	}

	/**
	 * Checks that no row has one of the ids, before anything is written.
	 */
	private void requireAbsent(List<Prepared<T>> added) {
		if (added.size() > 1) {
			List<Map<String, @Nullable Object>> taken = this.table.untyped()
				.scan()
				.where(hasIdOf(added))
				.select(id())
				.limit(1)
				.rows();
			if (!taken.isEmpty()) {
				throw duplicate("the id '" + new EntityKey(taken.getFirst().get(id())) + "'");
			}
		}
	}

	private void add(List<Prepared<T>> added) {
		if (!added.isEmpty()) {
			long inserted = this.table.mergeInsert(id()).whenNotMatchedInsertAll().execute(rows(added)).inserted();
			if (inserted < added.size()) {
				throw duplicate((added.size() == 1) ? "the id '" + added.getFirst().key() + "'"
						: (added.size() - inserted) + " of the ids; the other records were inserted");
			}
		}
	}

	private DuplicateKeyException duplicate(String what) {
		return new DuplicateKeyException("The table '" + this.table.name() + "' already has a row with " + what);
	}

	/**
	 * Checks that all rows have the versions before those of the records, before anything
	 * is written.
	 */
	private void requireVersions(List<Prepared<T>> present, FletchPersistentProperty version) {
		if (present.size() > 1) {
			Map<Long, List<Prepared<T>>> byVersion = present.stream()
				.collect(Collectors.groupingBy((row) -> version(row, version) - 1));
			long found = byVersion.entrySet()
				.stream()
				.mapToLong((known) -> this.table.countRows(
						hasIdOf(known.getValue()).and(Expression.column(version.columnName()).eq(known.getKey()))))
				.sum();
			if (found < present.size()) {
				throw stale(present.size() - found, "nothing was saved");
			}
		}
	}

	private long version(Prepared<T> row, FletchPersistentProperty version) {
		Object value = this.entity.getPropertyAccessor(row.row()).getProperty(version);
		return ((Number) Objects.requireNonNull(value, "version")).longValue();
	}

	private void update(List<Prepared<T>> present, FletchPersistentProperty version) {
		if (present.isEmpty()) {
			return;
		}
		String name = version.columnName();
		String condition = new Expression.Column(List.of("target", name))
			.eq(new Expression.Column(List.of("source", name)).minus(1))
			.toSql();
		long updated = this.table.mergeInsert(id()).whenMatchedUpdateAll(condition).execute(rows(present)).updated();
		if (updated < present.size()) {
			throw (present.size() == 1)
					? new OptimisticLockingFailureException("The row with the id '" + present.getFirst().key()
							+ "' of the table '" + this.table.name() + "' no longer has the version "
							+ (version(present.getFirst(), version) - 1) + "; read it again, and repeat the change")
					: stale(present.size() - updated, "the others were saved");
		}
	}

	private OptimisticLockingFailureException stale(long count, String outcome) {
		return new OptimisticLockingFailureException(
				count + " of the rows of the table '" + this.table.name() + "' no longer have the versions of the "
						+ "records; " + outcome + ". Read them again, and repeat the change");
	}

	private String id() {
		return this.entity.idProperty().columnName();
	}

	private Expression hasIdOf(List<Prepared<T>> rows) {
		return Expression.column(id()).in(rows.stream().map(Prepared::id).toList());
	}

	private static <T extends Record> List<T> rows(List<Prepared<T>> rows) {
		return rows.stream().map(Prepared::row).toList();
	}

	private List<T> saved(List<Prepared<T>> rows) {
		List<T> saved = new ArrayList<>();
		for (Prepared<T> row : rows) {
			saved.add(this.callbacks.callback(AfterSaveCallback.class, row.row(), this.table.name()));
		}
		return saved;
	}

	/**
	 * A record that can be written.
	 *
	 * @param row the record, with its id and next version
	 * @param isNew whether it was new before it got them
	 * @param id its id
	 */
	private record Prepared<T extends Record>(T row, boolean isNew, @Nullable Object id) {

		EntityKey key() {
			return new EntityKey(this.id);
		}

	}

}
