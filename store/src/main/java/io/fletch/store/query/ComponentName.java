package io.fletch.store.query;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import io.fletch.store.record.RecordColumns;

/**
 * What a reference to the accessor of a component refers to, as it would be serialized.
 *
 * @param type the type of the record, or another where the compiler does not tell it
 * @param name the name of the component
 */
record ComponentName(Class<?> type, String name) {

	/**
	 * Finds the component.
	 * @throws IllegalArgumentException if it is no reference to an accessor
	 */
	static ComponentName of(RecordComponent<?, ?> component) {
		try {
			Method serialized = component.getClass().getDeclaredMethod("writeReplace");
			serialized.setAccessible(true);
			if (serialized.invoke(component) instanceof SerializedLambda lambda
					&& !lambda.getImplMethodName().startsWith("lambda$")) {
				MethodType called = MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(),
						component.getClass().getClassLoader());
				return new ComponentName(called.parameterType(0), lambda.getImplMethodName());
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw invalid(ex);
		}
		throw invalid(null);
	}

	/**
	 * Returns the column of the component.
	 */
	String column() {
		return this.type.isRecord() ? RecordColumns.of(this.type).name(this.name) : this.name;
	}

	private static IllegalArgumentException invalid(@Nullable Exception cause) {
		return new IllegalArgumentException("A component is a reference to the accessor of a record such as "
				+ "Article::lang, in a package that is open to reflection; give such a reference, or the name of the "
				+ "column", cause);
	}

}
