package io.fletch.store;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.ingest.BadVectors;
import io.fletch.store.query.QueryKind;
import io.fletch.store.version.CleanupPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Every public method of the door refuses a null at once and by name, unless it takes
 * one.
 */
class NullArgumentTests {

	private static final List<Class<?>> DOOR = List.of(Database.class, Table.class, TypedTable.class, Branches.class,
			TableTags.class, Columns.class, Update.class, MergeInsert.class, Search.class, SearchByVector.class,
			Take.class, Namespaces.class, RowSource.class, AddOptions.class, CloneOptions.class, ColumnAlteration.class,
			DatabaseOptions.class, EmbeddingColumn.class, ReadableTable.class, WritableTable.class,
			NamespaceTables.class);

	private final Database database = Database.open("memory:");

	private final Table table = this.database.createTable("t", DatabaseTests.ITEMS);

	@AfterEach
	void close() {
		this.database.close();
	}

	static Stream<Argument> arguments() {
		return DOOR.stream()
			.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
			.filter((method) -> !method.getName().equals("equals"))
			.flatMap((method) -> IntStream.range(0, method.getParameterCount())
				.mapToObj((position) -> new Argument(method, position)))
			.filter((argument) -> !argument.type().isPrimitive());
	}

	static Stream<Argument> requiredArguments() {
		return arguments().filter((argument) -> !argument.isNullable());
	}

	static Stream<Argument> arrays() {
		return requiredArguments()
			.filter((argument) -> argument.type().isArray() && !argument.type().getComponentType().isPrimitive());
	}

	@ParameterizedTest
	@MethodSource("requiredArguments")
	void refusesNullByNameAndChangesNothing(Argument argument) throws ReflectiveOperationException {
		Object subject = subject(argument.method().getDeclaringClass());
		Throwable refusal = call(argument, subject, null);
		assertThat(refusal).as("%s", argument)
			.isExactlyInstanceOf(NullPointerException.class)
			.hasMessage(argument.name());
		assertThat(this.table.version()).isEqualTo(1);
		assertThat(this.database.tableNames()).containsExactly("t");
	}

	@ParameterizedTest
	@MethodSource("arrays")
	void refusesNullsInArraysByTheirPlace(Argument argument) throws ReflectiveOperationException {
		Object array = Array.newInstance(argument.type().getComponentType(), 1);
		Object subject = subject(argument.method().getDeclaringClass());
		Throwable refusal = call(argument, subject, array);
		assertThat(refusal).as("%s", argument)
			.isExactlyInstanceOf(NullPointerException.class)
			.hasMessage(argument.name() + "[0]");
		assertThat(this.table.version()).isEqualTo(1);
	}

	@Test
	void refusesNullsInMapsOfColumns() {
		Map<String, String> expressions = new HashMap<>();
		expressions.put("price", null);
		assertThat(catchThrowable(() -> this.table.columns().add(expressions)))
			.isExactlyInstanceOf(NullPointerException.class)
			.hasMessage("expressions[price]");
	}

	@Test
	void twinsRefuseNullsAtOnceOrByTheirFutures() throws Exception {
		AsyncTable twin = this.database.async().openTable("t").get();
		assertThat(catchThrowable(() -> twin.scan().where("id = 1", null)))
			.isExactlyInstanceOf(NullPointerException.class)
			.hasMessage("parameters");
		assertThat(catchThrowable(() -> twin.onChange(null))).isExactlyInstanceOf(NullPointerException.class)
			.hasMessage("listener");
		assertThat(twin.delete((String) null)).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingCause()
			.isExactlyInstanceOf(NullPointerException.class)
			.withMessage("where");
	}

	@Test
	void knowsWhatMayBeNull() {
		assertThat(arguments().filter(Argument::isNullable).map(Argument::toString)).containsExactlyInAnyOrder(
				"NamespaceTables.tableNames(startAfter)", "NamespaceTables.createTable(schema)",
				"Namespaces.list(startAfter)", "Update.set(value)", "RowSource.open(target)");
	}

	private Object subject(Class<?> type) {
		List<Object> subjects = List.of(this.database, this.table, new TypedTable<>(this.table.opened(), null),
				this.table.branches(), this.table.tags(), this.table.columns(), this.table.update(),
				this.table.mergeInsert("id"), this.table.search("x"), this.table.takeRowIds(0),
				this.database.namespaces(), RowSource.maps(List.of()), AddOptions.DEFAULT, CloneOptions.shallow(),
				ColumnAlteration.of("id"), DatabaseOptions.defaults(), new EmbeddingColumn("a", "b", "c"));
		return subjects.stream().filter(type::isInstance).findFirst().orElseThrow();
	}

	private @Nullable Throwable call(Argument argument, Object subject, @Nullable Object value)
			throws ReflectiveOperationException {
		List<@Nullable Object> values = new ArrayList<>();
		for (Parameter parameter : argument.method().getParameters()) {
			values.add(sample(parameter.getType()));
		}
		values.set(argument.position(), value);
		try {
			argument.method().invoke(subject, values.toArray());
			return null;
		}
		catch (InvocationTargetException ex) {
			return ex.getCause();
		}
	}

	private @Nullable Object sample(Class<?> type) {
		if (type.isArray()) {
			return Array.newInstance(type.getComponentType(), 0);
		}
		List<Object> samples = List.of("x", Map.of(), List.of(), new Schema(List.of()), RowSource.maps(List.of()),
				CreateMode.CREATE, AddOptions.DEFAULT, Article.class, this.table, CloneOptions.shallow(), Path.of("x"),
				DatabaseOptions.defaults(), new EmbeddingColumn("a", "b", "c"), Instant.EPOCH, Duration.ZERO,
				BadVectors.DROP, QueryKind.TEXT, 1, 1L, 1f, true, CleanupPolicy.DEFAULT, NamespaceMode.CREATE,
				DropMode.SKIP, DropBehavior.RESTRICT);
		return samples.stream().filter(boxed(type)::isInstance).findFirst().orElse(null);
	}

	private static Class<?> boxed(Class<?> type) {
		return MethodType.methodType(type).wrap().returnType();
	}

	/**
	 * A parameter of a method.
	 */
	record Argument(Method method, int position) {

		Class<?> type() {
			return this.method.getParameterTypes()[this.position];
		}

		String name() {
			return this.method.getParameters()[this.position].getName();
		}

		boolean isNullable() {
			return this.method.getAnnotatedParameterTypes()[this.position].isAnnotationPresent(Nullable.class);
		}

		@Override
		public String toString() {
			return this.method.getDeclaringClass().getSimpleName() + "." + this.method.getName() + "(" + name() + ")";
		}

	}

}
