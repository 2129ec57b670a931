package io.fletch.data.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.data.mapping.Association;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.model.AnnotationBasedPersistentProperty;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Distance;
import io.fletch.store.record.RecordColumns;

/**
 * A component of a record.
 */
public final class FletchPersistentProperty extends AnnotationBasedPersistentProperty<FletchPersistentProperty> {

	private final @Nullable RecordComponent component;

	FletchPersistentProperty(Property property, PersistentEntity<?, FletchPersistentProperty> owner,
			SimpleTypeHolder simpleTypes) {
		super(property, owner, simpleTypes);
		this.component = component(owner.getType(), property.getName());
	}

	private static @Nullable RecordComponent component(Class<?> type, String name) {
		return type.isRecord() ? Arrays.stream(type.getRecordComponents())
			.filter((component) -> component.getName().equals(name))
			.findFirst()
			.orElse(null) : null;
	}

	private <A extends Annotation> @Nullable A annotation(Class<A> type) {
		return (this.component != null) ? this.component.getAnnotation(type) : null;
	}

	@Override
	public boolean isIdProperty() {
		return annotation(Id.class) != null;
	}

	/**
	 * Returns the column that the component is.
	 * @return the name of the column, or of the field in a struct
	 */
	public String columnName() {
		return (this.component != null) ? RecordColumns.of(getOwner().getType()).name(getName()) : getName();
	}

	/**
	 * Tells whether the component has Spring Data's {@code @Id}, which tables do not
	 * know.
	 */
	boolean hasForeignId() {
		return super.isIdProperty();
	}

	/**
	 * Tells whether the component holds vectors that searches compare.
	 * @return whether it has {@link VectorField}
	 */
	public boolean isVector() {
		return annotation(VectorField.class) != null;
	}

	/**
	 * Returns what searches of the component's vectors measure.
	 * @return the distance that {@link VectorField} says
	 * @throws IllegalStateException if the component holds no vectors
	 */
	public Distance distance() {
		VectorField vector = annotation(VectorField.class);
		if (vector == null) {
			throw new IllegalStateException("The component '" + getName() + "' has no @VectorField");
		}
		return vector.distance();
	}

	@Override
	protected Association<FletchPersistentProperty> createAssociation() {
		return new Association<>(this, null);
	}

}
