package io.fletch.benchmarks.mapping;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * By reflection: accessors and constructor are looked up once, and called for each row.
 */
final class ReflectedRows implements RowCodec {

	private final Method[] accessors;

	private final Constructor<Reading> constructor;

	ReflectedRows() {
		RecordComponent[] components = Reading.class.getRecordComponents();
		this.accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		try {
			this.constructor = Reading.class.getDeclaredConstructor(types);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException("A record has the constructor of its components", ex);
		}
	}

	@Override
	public List<@Nullable Object[]> toRows(List<Reading> records) {
		List<@Nullable Object[]> rows = new ArrayList<>(records.size());
		for (Reading source : records) {
			@Nullable Object[] row = new @Nullable Object[this.accessors.length];
			for (int i = 0; i < row.length; i++) {
				row[i] = get(this.accessors[i], source);
			}
			rows.add(row);
		}
		return rows;
	}

	private static @Nullable Object get(Method accessor, Reading source) {
		try {
			return accessor.invoke(source);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The accessors of the record are public and throw nothing", ex);
		}
	}

	@Override
	public Reading toRecord(@Nullable Object[] row) {
		try {
			return this.constructor.newInstance(row);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The constructor of the record is public and throws nothing", ex);
		}
	}

}
