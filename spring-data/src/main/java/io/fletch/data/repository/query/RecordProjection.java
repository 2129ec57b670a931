package io.fletch.data.repository.query;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.repository.query.ReturnedType;

import io.fletch.data.mapping.FletchMappingContext;
import io.fletch.data.mapping.FletchPersistentEntity;

/**
 * Makes of a record what a method gives instead of it, where that is a class whose
 * constructor takes components of the record by their names. Interfaces are left to
 * Spring Data.
 */
final class RecordProjection implements Converter<Object, Object> {

	private final ReturnedType type;

	private final FletchMappingContext context;

	RecordProjection(ReturnedType type, FletchMappingContext context) {
		this.type = type;
		this.context = context;
	}

	@Override
	public Object convert(Object source) {
		Class<?> target = this.type.getReturnedType();
		if (target.isInterface() || target.isInstance(source) || !this.type.needsCustomConstruction()) {
			return source;
		}
		Constructor<?> constructor = BeanUtils.getResolvableConstructor(target);
		FletchPersistentEntity<?> entity = this.context.entity(source.getClass());
		PersistentPropertyAccessor<Object> accessor = entity.getPropertyAccessor(source);
		Parameter[] parameters = constructor.getParameters();
		@Nullable Object[] values = new @Nullable Object[parameters.length];
		for (int i = 0; i < parameters.length; i++) {
			values[i] = accessor.getProperty(entity.getRequiredPersistentProperty(parameters[i].getName()));
		}
		return BeanUtils.instantiateClass(constructor, values);
	}

}
