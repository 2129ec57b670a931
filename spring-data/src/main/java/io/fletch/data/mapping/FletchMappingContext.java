package io.fletch.data.mapping;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.context.AbstractMappingContext;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;

/**
 * What Spring Data knows of the records that are rows of tables.
 */
public final class FletchMappingContext
		extends AbstractMappingContext<FletchPersistentEntity<?>, FletchPersistentProperty> {

	/**
	 * Returns what is known of a type of records.
	 * @param type the type
	 * @param <T> the type
	 * @return its entity
	 */
	@SuppressWarnings("unchecked")
	public <T> FletchPersistentEntity<T> entity(Class<T> type) {
		return (FletchPersistentEntity<T>) getRequiredPersistentEntity(type);
	}

	/**
	 * What is no record is a value of a column.
	 */
	@Override
	protected boolean shouldCreatePersistentEntityFor(TypeInformation<?> type) {
		return type.getType().isRecord();
	}

	@Override
	protected <T> FletchPersistentEntity<?> createPersistentEntity(TypeInformation<T> type) {
		return new FletchPersistentEntity<>(type);
	}

	@Override
	protected FletchPersistentProperty createPersistentProperty(Property property, FletchPersistentEntity<?> owner,
			SimpleTypeHolder simpleTypes) {
		return new FletchPersistentProperty(property, owner, simpleTypes);
	}

}
