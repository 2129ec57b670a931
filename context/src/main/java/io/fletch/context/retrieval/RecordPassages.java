package io.fletch.context.retrieval;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Hit;

/**
 * Makes passages of annotated records.
 *
 * @param <R> the type of the records
 */
final class RecordPassages<R extends Record> implements Function<Hit<R>, RetrievedPassage> {

	private final String source;

	private final List<RecordComponent> components;

	private final List<Method> texts;

	private final @Nullable Method id;

	private final @Nullable Method name;

	private final @Nullable Method heading;

	private final @Nullable Method page;

	RecordPassages(String source, Class<R> type) {
		this.source = source;
		this.components = List.of(type.getRecordComponents());
		this.texts = texts();
		if (this.texts.isEmpty()) {
			throw new InvalidInputException("The record " + type.getName() + " has no text to be retrieved; mark a "
					+ "String component with @FullText, or give TableRetriever a function that makes passages");
		}
		this.id = accessor((component) -> component.isAnnotationPresent(Id.class));
		this.name = Stream.of("title", "name")
			.map((name) -> named(name, String.class))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		this.heading = named("heading", String.class);
		this.page = accessor((component) -> component.getName().equals("page")
				&& (component.getType() == Integer.class || component.getType() == int.class));
	}

	private List<Method> texts() {
		List<Method> marked = accessors((component) -> component.isAnnotationPresent(FullText.class));
		if (!marked.isEmpty()) {
			return marked;
		}
		List<String> sources = this.components.stream()
			.map((component) -> component.getAnnotation(VectorField.class))
			.filter(Objects::nonNull)
			.flatMap((vector) -> Arrays.stream(vector.source()))
			.toList();
		return accessors((component) -> component.isAnnotationPresent(SourceField.class)
				|| sources.contains(component.getName()));
	}

	private List<Method> accessors(Predicate<RecordComponent> which) {
		List<Method> accessors = new ArrayList<>();
		for (RecordComponent component : this.components) {
			if (component.getType() == String.class && which.test(component)) {
				accessors.add(opened(component));
			}
		}
		return accessors;
	}

	private @Nullable Method named(String name, Class<?> type) {
		return accessor((component) -> component.getName().equals(name) && component.getType() == type);
	}

	private @Nullable Method accessor(Predicate<RecordComponent> which) {
		return this.components.stream().filter(which).findFirst().map(RecordPassages::opened).orElse(null);
	}

	private static Method opened(RecordComponent component) {
		Method accessor = component.getAccessor();
		// The record itself may be private.
		accessor.setAccessible(true);
		return accessor;
	}

	@Override
	public RetrievedPassage apply(Hit<R> hit) {
		String id = orElse(this.id, hit, Long.toString(hit.rowId()));
		String text = this.texts.stream()
			.map((accessor) -> orElse(accessor, hit, ""))
			.filter((part) -> !part.isEmpty())
			.collect(Collectors.joining("\n"));
		Integer page = (Integer) value(this.page, hit);
		return new RetrievedPassage(this.source, id, orElse(this.name, hit, id), text, hit.score())
			.under((String) value(this.heading, hit), page);
	}

	private static String orElse(@Nullable Method accessor, Hit<?> hit, String other) {
		Object value = value(accessor, hit);
		return (value != null) ? value.toString() : other;
	}

	private static @Nullable Object value(@Nullable Method accessor, Hit<?> hit) {
		try {
			return (accessor != null) ? accessor.invoke(hit.row()) : null;
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new InvalidInputException("The record's " + accessor.getName() + "() cannot be read", ex);
		}
	}

}
