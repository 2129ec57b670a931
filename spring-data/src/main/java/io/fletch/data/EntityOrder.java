package io.fletch.data;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Sort;

import io.fletch.data.mapping.FletchMappingContext;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Order;

/**
 * The order of records. The names of a {@link Sort} may come from anywhere, so each must
 * be that of a component; it never becomes part of SQL unquoted.
 *
 * @param property what it was asked by
 * @param path the column, then the names of nested fields
 * @param isAscending whether small values stand first
 * @param nullsFirst whether null stands first
 * @param ignoresCase whether case does not matter
 */
record EntityOrder(String property, List<String> path, boolean isAscending, boolean nullsFirst, boolean ignoresCase) {

	static List<EntityOrder> of(Sort sort, FletchMappingContext context, Class<?> type) {
		List<EntityOrder> orders = new ArrayList<>();
		for (Sort.Order order : sort) {
			List<FletchPersistentProperty> path = path(order.getProperty(), context, type);
			orders.add(new EntityOrder(order.getProperty(),
					path.stream().map(FletchPersistentProperty::columnName).toList(), order.isAscending(),
					order.getNullHandling() == Sort.NullHandling.NULLS_FIRST,
					order.isIgnoreCase() && path.getLast().getType() == String.class));
		}
		return orders;
	}

	static List<FletchPersistentProperty> path(String property, FletchMappingContext context, Class<?> type) {
		List<FletchPersistentProperty> path = new ArrayList<>();
		Class<?> owner = type;
		for (String name : property.split("\\.", -1)) {
			FletchPersistentProperty step = owner.isRecord() ? context.entity(owner).getPersistentProperty(name) : null;
			if (step == null) {
				throw new InvalidDataAccessApiUsageException("'" + property + "' is no component of the record "
						+ type.getName() + ", or one inside a list or map, and rows cannot be ordered by it");
			}
			path.add(step);
			owner = step.getType();
		}
		return path;
	}

	/**
	 * Returns the order that goes on behind the order of other components until rows
	 * differ.
	 */
	static EntityOrder byId(FletchPersistentProperty id) {
		return new EntityOrder(id.getName(), List.of(id.columnName()), true, false, false);
	}

	Expression column() {
		Expression column = new Expression.Column(this.path);
		return this.ignoresCase ? column.lower() : column;
	}

	Order toOrder() {
		return new Order(column().toSql(), this.isAscending, this.nullsFirst);
	}

	EntityOrder reversed() {
		return new EntityOrder(this.property, this.path, !this.isAscending, !this.nullsFirst, this.ignoresCase);
	}

	/**
	 * Returns the condition for a row that stands strictly behind a value, or
	 * {@code null} if none does.
	 */
	@Nullable Expression behind(@Nullable Object value) {
		if (value == null) {
			return this.nullsFirst ? column().isNotNull() : null;
		}
		Expression other = value(value);
		Expression behind = this.isAscending ? column().gt(other) : column().lt(other);
		return this.nullsFirst ? behind : behind.or(column().isNull());
	}

	/**
	 * Returns the condition for a row that stands with a value.
	 */
	Expression with(@Nullable Object value) {
		return (value != null) ? column().eq(value(value)) : column().isNull();
	}

	private Expression value(Object value) {
		Expression literal = Expression.value(value);
		return this.ignoresCase ? literal.lower() : literal;
	}

}
