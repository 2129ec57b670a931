package io.fletch.context;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.lang.reflect.TypeVariable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every public constructor and method of the stages refuses a null by name, unless it
 * takes one.
 */
class NullArgumentTests {

	/** Records that are rows: what a search does not select is null in them. */
	private static final Set<String> ROWS = Set.of("CacheEntry", "StoredCitation", "IndexedDocument", "Passage",
			"DocumentText");

	private static final int DEEPEST = 4;

	private static final Database DATABASE = Database.open("memory:");

	private static final List<Object> SAMPLES = List.of("x", 1, 1L, 0.5, 0.5f, true, List.of(), Map.of(), Set.of(),
			DATABASE, Path.of("target", "null-arguments"), Duration.ofSeconds(1), Instant.EPOCH, Clock.systemUTC(),
			Optional.empty(), String.class);

	@AfterAll
	static void close() {
		DATABASE.close();
	}

	static Stream<Argument> arguments() {
		return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.fletch.context")
			.stream()
			.map(JavaClass::reflect)
			.filter(NullArgumentTests::isPublic)
			.filter((type) -> !type.isEnum() && !Throwable.class.isAssignableFrom(type)
					&& !ROWS.contains(type.getSimpleName()))
			.flatMap(NullArgumentTests::executables)
			.flatMap((executable) -> IntStream.range(0, executable.getParameterCount())
				.mapToObj((position) -> new Argument(executable, position)))
			.filter(Argument::isRequired)
			.sorted(Comparator.comparing(Argument::toString));
	}

	@ParameterizedTest
	@MethodSource("arguments")
	void refusesNullByName(Argument argument) throws ReflectiveOperationException {
		Object subject = argument.isStatic() ? null : sample(argument.executable().getDeclaringClass(), 0);
		if (subject == null && !argument.isStatic()) {
			return;
		}
		Throwable refusal = refusal(argument, subject);
		assertThat(refusal).as("%s takes null", argument).isNotNull();
		// What is needed beside it has no sample everywhere, and may be refused before.
		boolean isOfAnother = refusal instanceof IllegalArgumentException;
		assertThat(isOfAnother || argument.names().contains(String.valueOf(refusal.getMessage())))
			.as("%s is refused by %s", argument, refusal)
			.isTrue();
	}

	@Test
	void looksAtMostStages() {
		assertThat(arguments().filter((argument) -> argument.isStatic()).count()).isGreaterThan(150);
	}

	private static boolean isPublic(Class<?> type) {
		Class<?> outer = type.getDeclaringClass();
		return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
	}

	private static Stream<Executable> executables(Class<?> type) {
		Stream<Executable> methods = Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !Modifier.isAbstract(method.getModifiers()))
			.filter((method) -> !method.isSynthetic() && !method.getName().equals("equals"))
			.map(Executable.class::cast);
		return Modifier.isAbstract(type.getModifiers()) ? methods
				: Stream.concat(Arrays.stream(type.getConstructors()), methods);
	}

	private static @Nullable Throwable refusal(Argument argument, @Nullable Object subject)
			throws ReflectiveOperationException {
		@Nullable Object[] values = samples(argument.executable(), 0);
		values[argument.position()] = null;
		try {
			call(argument.executable(), subject, values);
			return null;
		}
		catch (InvocationTargetException ex) {
			return ex.getCause();
		}
	}

	private static @Nullable Object call(Executable executable, @Nullable Object subject, @Nullable Object[] values)
			throws ReflectiveOperationException {
		return (executable instanceof Constructor<?> constructor) ? constructor.newInstance(values)
				: ((Method) executable).invoke(subject, values);
	}

	private static @Nullable Object[] samples(Executable executable, int depth) {
		return Arrays.stream(executable.getParameterTypes()).map((type) -> sample(type, depth + 1)).toArray();
	}

	private static @Nullable Object sample(Class<?> type, int depth) {
		if (type.isArray()) {
			return Array.newInstance(type.getComponentType(), 0);
		}
		Class<?> boxed = MethodType.methodType(type).wrap().returnType();
		Optional<Object> known = SAMPLES.stream().filter(boxed::isInstance).findFirst();
		if (known.isPresent()) {
			return known.get();
		}
		if (type.isEnum()) {
			return type.getEnumConstants()[0];
		}
		if (type.isSealed()) {
			return sample(type.getPermittedSubclasses()[0], depth);
		}
		return type.isInterface() ? proxy(type, depth) : (depth > DEEPEST) ? null : made(type, depth);
	}

	private static @Nullable Object made(Class<?> type, int depth) {
		List<Executable> makers = new ArrayList<>(executables(type)
			.filter((maker) -> maker instanceof Constructor<?> || Modifier.isStatic(maker.getModifiers())
					&& type.isAssignableFrom(((Method) maker).getReturnType()))
			.sorted(Comparator.comparing(Executable::getParameterCount))
			.toList());
		for (Executable maker : makers) {
			try {
				return call(maker, null, samples(maker, depth));
			}
			catch (ReflectiveOperationException | IllegalArgumentException ex) {
				// Samples do not fit; the next one may take others.
				continue;
			}
		}
		return null;
	}

	private static Object proxy(Class<?> type, int depth) {
		return Proxy.newProxyInstance(NullArgumentTests.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, values) -> {
					if (method.isDefault()) {
						return InvocationHandler.invokeDefault(proxy, method, values);
					}
					Class<?> result = method.getReturnType();
					return (result == void.class) ? null
							: Collection.class.isAssignableFrom(result) ? List.of() : sample(result, depth + 1);
				});
	}

	/**
	 * A parameter of a method or constructor.
	 */
	record Argument(Executable executable, int position) {

		boolean isStatic() {
			return this.executable instanceof Constructor<?> || Modifier.isStatic(this.executable.getModifiers());
		}

		boolean isRequired() {
			var type = this.executable.getAnnotatedParameterTypes()[this.position];
			return !this.executable.getParameterTypes()[this.position].isPrimitive()
					&& !type.isAnnotationPresent(Nullable.class) && !(type.getType() instanceof TypeVariable<?>);
		}

		List<String> names() {
			return Arrays.stream(this.executable.getParameters()).map(Parameter::getName).toList();
		}

		@Override
		public String toString() {
			return this.executable.getDeclaringClass().getSimpleName() + "." + this.executable.getName() + " " + names()
					+ "[" + this.position + "]";
		}

	}

}
