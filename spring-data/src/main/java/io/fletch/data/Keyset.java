package io.fletch.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.mapping.PersistentPropertyAccessor;

import io.fletch.data.mapping.FletchMappingContext;
import io.fletch.data.mapping.FletchPersistentEntity;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.query.Expression;

/**
 * Where a window of records begins: behind the record with some values, in an order that
 * ends with the id, so that no two records stand in one place.
 */
final class Keyset<T extends Record> {

	private final FletchMappingContext context;

	private final FletchPersistentEntity<T> entity;

	private final List<EntityOrder> orders;

	Keyset(FletchMappingContext context, FletchPersistentEntity<T> entity, List<EntityOrder> orders) {
		this.context = context;
		this.entity = entity;
		this.orders = new ArrayList<>(orders);
		String id = entity.idProperty().getName();
		// Ids that differ in their case only stand in one place if it is ignored.
		if (this.orders.stream().noneMatch((order) -> order.property().equals(id) && !order.ignoresCase())) {
			this.orders.add(EntityOrder.byId(entity.idProperty()));
		}
	}

	List<EntityOrder> orders(KeysetScrollPosition position) {
		return position.scrollsBackward() ? this.orders.stream().map(EntityOrder::reversed).toList() : this.orders;
	}

	/**
	 * Returns the condition for the rows behind a position, or {@code null} for all.
	 */
	@Nullable Expression behind(KeysetScrollPosition position) {
		if (position.isInitial()) {
			return null;
		}
		Expression behind = null;
		Expression equal = null;
		for (EntityOrder order : orders(position)) {
			Object value = value(order, position.getKeys());
			Expression further = order.behind(value);
			if (further != null) {
				Expression step = (equal != null) ? equal.and(further) : further;
				behind = (behind != null) ? behind.or(step) : step;
			}
			equal = (equal != null) ? equal.and(order.with(value)) : order.with(value);
		}
		return (behind != null) ? behind : Expression.value(false);
	}

	private @Nullable Object value(EntityOrder order, Map<String, Object> keys) {
		if (!keys.containsKey(order.property())) {
			throw new InvalidDataAccessApiUsageException("The scroll position has no value of '" + order.property()
					+ "', but only of " + keys.keySet() + "; scroll by the order in which the window before was read");
		}
		return keys.get(order.property());
	}

	ScrollPosition positionOf(T row, KeysetScrollPosition from) {
		Map<String, @Nullable Object> keys = new LinkedHashMap<>();
		for (EntityOrder order : this.orders) {
			keys.put(order.property(), value(order, row));
		}
		return ScrollPosition.of(keys, from.getDirection());
	}

	private @Nullable Object value(EntityOrder order, T row) {
		List<FletchPersistentProperty> path = EntityOrder.path(order.property(), this.context, this.entity.getType());
		Object value = row;
		for (FletchPersistentProperty step : path) {
			if (value == null) {
				return null;
			}
			PersistentPropertyAccessor<Object> accessor = step.getOwner().getPropertyAccessor(value);
			value = accessor.getProperty(step);
		}
		return value;
	}

}
