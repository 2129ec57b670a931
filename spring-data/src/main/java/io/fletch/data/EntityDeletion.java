package io.fletch.data;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;

import io.fletch.data.mapping.FletchPersistentEntity;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Expression;

/**
 * Deletes records of one type by their ids and, if they have some, versions.
 */
final class EntityDeletion<T extends Record> {

	private final TypedTable<T> table;

	private final FletchPersistentEntity<T> entity;

	EntityDeletion(TypedTable<T> table, FletchPersistentEntity<T> entity) {
		this.table = table;
		this.entity = entity;
	}

	/**
	 * Deletes the rows of records.
	 * @return how many there were
	 */
	long delete(List<T> rows) {
		FletchPersistentProperty version = this.entity.getVersionProperty();
		if (version == null) {
			return this.table.delete(hasId(rows.stream().map(this::id).toList())).deleted();
		}
		Map<@Nullable Object, Set<EntityKey>> byVersion = new LinkedHashMap<>();
		for (T row : rows) {
			Object known = this.entity.getPropertyAccessor(row).getProperty(version);
			byVersion.computeIfAbsent(known, (key) -> new LinkedHashSet<>()).add(new EntityKey(id(row)));
		}
		return delete(version, byVersion);
	}

	private long delete(FletchPersistentProperty version, Map<@Nullable Object, Set<EntityKey>> byVersion) {
		long count = byVersion.values().stream().mapToLong(Set::size).sum();
		Expression all = Expression.value(false);
		for (Map.Entry<@Nullable Object, Set<EntityKey>> each : byVersion.entrySet()) {
			List<@Nullable Object> ids = each.getValue().stream().map(EntityKey::id).toList();
			all = all.or(hasId(ids).and(Expression.column(version.columnName()).eq(each.getKey())));
		}
		if (count > 1) {
			requireAll(this.table.countRows(all), count, "nothing was deleted");
		}
		long deleted = this.table.delete(all).deleted();
		if (count == 1 && deleted == 0) {
			Map.Entry<@Nullable Object, Set<EntityKey>> only = byVersion.entrySet().iterator().next();
			throw new OptimisticLockingFailureException(
					"The row with the id '" + only.getValue().iterator().next() + "' of the table '" + this.table.name()
							+ "' no longer has the version " + only.getKey() + "; read it again");
		}
		requireAll(deleted, count, "the others were deleted");
		return deleted;
	}

	private void requireAll(long found, long count, String outcome) {
		if (found < count) {
			throw new OptimisticLockingFailureException(
					(count - found) + " of the rows of the table '" + this.table.name()
							+ "' no longer have the versions of the records; " + outcome + ". Read them again");
		}
	}

	private Expression hasId(List<? extends @Nullable Object> ids) {
		return Expression.column(this.entity.idProperty().columnName()).in(ids);
	}

	private Object id(T row) {
		Object id = this.entity.getPropertyAccessor(row).getProperty(this.entity.idProperty());
		if (id == null) {
			throw new InvalidDataAccessApiUsageException("A record of " + this.entity.getType().getName()
					+ " has no id, so that it was not saved, and cannot be deleted");
		}
		return id;
	}

}
