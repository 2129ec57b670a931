package io.fletch.data.mapping;

import org.jspecify.annotations.Nullable;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.MappingException;
import org.springframework.data.mapping.model.BasicPersistentEntity;

import io.fletch.store.mapping.Table;

/**
 * A type of records.
 *
 * @param <T> the type
 */
public final class FletchPersistentEntity<T> extends BasicPersistentEntity<T, FletchPersistentProperty> {

	FletchPersistentEntity(TypeInformation<T> type) {
		super(type);
	}

	/**
	 * Returns the name of the table.
	 * @return the name
	 * @throws MappingException if the type is no record with {@link Table}
	 */
	public String tableName() {
		Table table = getType().getAnnotation(Table.class);
		if (table == null || !getType().isRecord()) {
			throw new MappingException(getType().getName()
					+ " has no @Table annotation, or is not a record; write @Table(\"name\") before it");
		}
		return table.value();
	}

	/**
	 * Returns the component that identifies a row.
	 * @return the component with {@link io.fletch.store.mapping.Id}
	 * @throws MappingException if there is none
	 */
	public FletchPersistentProperty idProperty() {
		FletchPersistentProperty id = getIdProperty();
		if (id == null) {
			for (FletchPersistentProperty property : this) {
				if (property.hasForeignId()) {
					throw new MappingException("The component '" + property.getName() + "' of the record "
							+ getType().getName() + " has Spring Data's @Id, which tables do not know; use "
							+ "io.fletch.store.mapping.Id");
				}
			}
			throw new MappingException("The record " + getType().getName()
					+ " has no component with @Id (io.fletch.store.mapping.Id), by which its rows are found and saved");
		}
		return id;
	}

	@Override
	protected @Nullable FletchPersistentProperty returnPropertyIfBetterIdPropertyCandidateOrNull(
			FletchPersistentProperty property) {
		return property.isIdProperty() ? property : null;
	}

}
