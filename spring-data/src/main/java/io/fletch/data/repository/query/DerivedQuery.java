package io.fletch.data.repository.query;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.repository.query.ParameterAccessor;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.PartTree;

import io.fletch.data.FletchQuery;
import io.fletch.data.FletchTemplate;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.query.Expression;

/**
 * What the name of a method asks.
 */
final class DerivedQuery<T extends Record> extends FletchRepositoryQuery<T> {

	private final PartTree tree;

	private final @Nullable FletchPersistentProperty vector;

	DerivedQuery(FletchQueryMethod method, FletchTemplate template, Class<T> type) {
		super(method, template, type);
		try {
			this.tree = new PartTree(method.getName(), type);
			this.tree.getParts().forEach(DerivedCondition::check);
			this.vector = vector();
			requireArguments();
		}
		catch (RuntimeException ex) {
			// Whatever is wrong with the name, the method is named.
			throw new IllegalArgumentException("The method " + method + " cannot be understood: " + ex.getMessage(),
					ex);
		}
	}

	private @Nullable FletchPersistentProperty vector() {
		List<Part> near = this.tree.getParts().filter(DerivedQuery::isNear).toList();
		if (near.isEmpty()) {
			return null;
		}
		String path = near.getFirst().getProperty().toDotPath();
		FletchPersistentProperty property = template().mappingContext().entity(type()).getPersistentProperty(path);
		if (property == null || !property.isVector()) {
			throw new IllegalArgumentException("'" + path + "' has no @VectorField, so that nothing is near it");
		}
		if (near.size() > 1 || this.tree.stream().count() > 1) {
			throw new IllegalArgumentException("Near and Within stand once, and never beside Or: all other parts are "
					+ "conditions that the nearest records satisfy");
		}
		if (purpose() != Purpose.FIND) {
			throw new IllegalArgumentException("Near and Within find records; they do not count or delete them");
		}
		method().requireSearch();
		return property;
	}

	private static boolean isNear(Part part) {
		return part.getType() == Part.Type.NEAR || part.getType() == Part.Type.WITHIN;
	}

	private void requireArguments() {
		int needed = 0;
		for (Part part : this.tree.getParts()) {
			needed += part.getNumberOfArguments();
		}
		int given = method().values().size();
		boolean hasRange = method().values()
			.stream()
			.anyMatch((value) -> Range.class.isAssignableFrom(value.getType()));
		if (needed != given && !hasRange) {
			throw new IllegalArgumentException("its name needs " + needed + " values, and it has " + given);
		}
	}

	@Override
	Purpose purpose() {
		if (this.tree.isCountProjection()) {
			return Purpose.COUNT;
		}
		if (this.tree.isExistsProjection()) {
			return Purpose.EXISTS;
		}
		return this.tree.isDelete() ? Purpose.DELETE : Purpose.FIND;
	}

	@Override
	boolean isSearch() {
		return this.vector != null;
	}

	@Override
	Asked<T> asked(FletchQuery<T> all, ParameterAccessor accessor, @Nullable Object[] given) {
		Iterator<@Nullable Object> arguments = method().arguments(accessor).iterator();
		List<@Nullable Object> sought = new ArrayList<>();
		Expression condition = null;
		for (PartTree.OrPart alternative : this.tree) {
			Expression parts = condition(alternative, arguments, sought);
			if (parts != null) {
				condition = (condition != null) ? condition.or(parts) : parts;
			}
		}
		FletchQuery<T> query = ((condition != null) ? all.where(condition) : all).sort(this.tree.getSort());
		if (this.vector == null) {
			return new Asked<>(query, this.tree.getResultLimit(), null);
		}
		Nearness nearness = Nearness.of(this.vector, accessor);
		return new Asked<>(nearness.in(query, sought.getFirst()), this.tree.getResultLimit(), nearness);
	}

	private static @Nullable Expression condition(PartTree.OrPart alternative, Iterator<@Nullable Object> arguments,
			List<@Nullable Object> sought) {
		Expression condition = null;
		for (Part part : alternative) {
			if (isNear(part)) {
				sought.add(arguments.next());
				continue;
			}
			Expression next = new DerivedCondition(part).with(arguments);
			condition = (condition != null) ? condition.and(next) : next;
		}
		return condition;
	}

}
