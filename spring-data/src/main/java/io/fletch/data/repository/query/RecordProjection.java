package io.fletch.data.repository.query;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.convert.converter.Converter;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.repository.query.ReturnedType;

import io.fletch.data.mapping.FletchPersistentEntity;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.query.Hit;
import io.fletch.store.record.RecordColumns;

/**
 * Makes of a record what a method gives instead of it, where that is a class whose
 * constructor takes components of the record by their names, or by those of their
 * columns. Such a record can also have components for what a search tells. Interfaces are
 * left to Spring Data.
 */
final class RecordProjection implements Converter<Object, Object> {

	private static final Map<String, Function<Hit<?>, @Nullable Object>> TOLD = Map.of("_distance", Hit::distance,
			"_score", Hit::textScore, "_relevance_score", Hit::score, "_rowid", Hit::rowId);

	private final FletchPersistentEntity<?> entity;

	private final Class<?> target;

	private final @Nullable Constructor<?> constructor;

	private final List<Argument> arguments;

	/**
	 * A projection.
	 * @param type what a method gives
	 * @param entity the records
	 * @throws InvalidDataAccessApiUsageException if the class has a component that is
	 * none of the records
	 */
	RecordProjection(ReturnedType type, FletchPersistentEntity<?> entity) {
		this.entity = entity;
		this.target = type.getReturnedType();
		boolean isMade = !this.target.isInterface() && type.needsCustomConstruction();
		this.constructor = isMade ? BeanUtils.getResolvableConstructor(this.target) : null;
		this.arguments = (this.constructor != null) ? arguments(this.constructor) : List.of();
	}

	private List<Argument> arguments(Constructor<?> made) {
		Parameter[] parameters = made.getParameters();
		List<String> names = Arrays.stream(parameters).map(Parameter::getName).toList();
		List<String> columns = this.target.isRecord() ? RecordColumns.of(this.target).names() : names;
		List<Argument> taken = new ArrayList<>();
		for (int i = 0; i < parameters.length; i++) {
			taken.add(argument(names.get(i), columns.get(i), parameters[i].getType()));
		}
		return taken;
	}

	private Argument argument(String name, String column, Class<?> type) {
		FletchPersistentProperty property = name.equals(column) ? this.entity.getPersistentProperty(name) : null;
		for (FletchPersistentProperty other : this.entity) {
			if (property == null && other.columnName().equals(column)) {
				property = other;
			}
		}
		if (property == null && !TOLD.containsKey(column)) {
			throw new InvalidDataAccessApiUsageException("The component '" + name + "' of " + this.target.getName()
					+ " is the column '" + column + "', which is none of the record " + this.entity.getType().getName()
					+ "; its columns are " + RecordColumns.of(this.entity.getType()).names());
		}
		return new Argument(name, column, property, type.isPrimitive());
	}

	/**
	 * Tells whether there is a component for what a search tells of a record.
	 */
	boolean tellsScores() {
		return this.arguments.stream().anyMatch((argument) -> argument.property() == null);
	}

	@Override
	public Object convert(Object source) {
		if (this.constructor == null || this.target.isInstance(source)) {
			return source;
		}
		return make(this.constructor, source, null);
	}

	/**
	 * Makes what is given of a record and what a search tells of it.
	 */
	Object of(Hit<?> hit) {
		return (this.constructor != null) ? make(this.constructor, hit.row(), hit) : hit.row();
	}

	private Object make(Constructor<?> made, Object source, @Nullable Hit<?> hit) {
		PersistentPropertyAccessor<Object> accessor = this.entity.getPropertyAccessor(source);
		@Nullable Object[] values = new @Nullable Object[this.arguments.size()];
		for (int i = 0; i < values.length; i++) {
			Argument argument = this.arguments.get(i);
			values[i] = (argument.property() != null) ? accessor.getProperty(argument.property()) : told(argument, hit);
		}
		return BeanUtils.instantiateClass(made, values);
	}

	private @Nullable Object told(Argument argument, @Nullable Hit<?> hit) {
		Function<Hit<?>, @Nullable Object> told = TOLD.get(argument.column());
		Object value = (told != null && hit != null) ? told.apply(hit) : null;
		if (value == null && argument.isPrimitive()) {
			throw new InvalidDataAccessApiUsageException(
					"The component '" + argument.name() + "' of " + this.target.getName() + " is '" + argument.column()
							+ "', which is null for a record that was found; give it the type @Nullable Double");
		}
		return value;
	}

	/**
	 * What a parameter of the constructor takes.
	 *
	 * @param name the name of the parameter
	 * @param column the name of its column
	 * @param property the component of the record, or {@code null} for what a search
	 * tells
	 * @param isPrimitive whether it cannot be null
	 */
	private record Argument(String name, String column, @Nullable FletchPersistentProperty property,
			boolean isPrimitive) {
	}

}
