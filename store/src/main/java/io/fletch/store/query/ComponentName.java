package io.fletch.store.query;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name of a component by what a reference to its accessor would be serialized
 * as.
 */
final class ComponentName {

	private ComponentName() {
	}

	/**
	 * Returns the name.
	 * @throws IllegalArgumentException if it is no reference to an accessor
	 */
	static String of(RecordComponent<?, ?> component) {
		try {
			Method serialized = component.getClass().getDeclaredMethod("writeReplace");
			serialized.setAccessible(true);
			if (serialized.invoke(component) instanceof SerializedLambda lambda
					&& !lambda.getImplMethodName().startsWith("lambda$")) {
				return lambda.getImplMethodName();
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw invalid(ex);
		}
		throw invalid(null);
	}

	private static IllegalArgumentException invalid(@Nullable Exception cause) {
		return new IllegalArgumentException("A component is a reference to the accessor of a record such as "
				+ "Article::lang, in a package that is open to reflection; give such a reference, or the name of the "
				+ "column", cause);
	}

}
