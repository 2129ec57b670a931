package io.fletch.store.index.scalar;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.expression.Kind;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Expression.Operator;

/**
 * Answers conditions over a column from its sorted keys: as intervals of their slots,
 * where the nulls have a slot of their own, the last. No row is read before the intervals
 * are known.
 */
final class OrderedConditions extends Conditions<Intervals> {

	private final KeyType type;

	private final KeyPages pages;

	private final RoaringBitmap nullRows;

	private final int rowCount;

	private final Intervals present;

	private final Intervals nulls;

	OrderedConditions(Expression.Column column, KeyType type, KeyPages pages, RoaringBitmap nullRows, int rowCount) {
		super(column);
		this.type = type;
		this.pages = pages;
		this.nullRows = nullRows;
		this.rowCount = rowCount;
		this.present = Intervals.of(0, pages.keyCount());
		this.nulls = Intervals.of(pages.keyCount(), pages.keyCount() + 1);
	}

	@Override
	Intervals none() {
		return Intervals.NONE;
	}

	@Override
	Intervals all() {
		return Intervals.of(0, this.pages.keyCount() + 1);
	}

	@Override
	Intervals nulls() {
		return this.nulls;
	}

	@Override
	Intervals and(Intervals left, Intervals right) {
		return left.and(right);
	}

	@Override
	Intervals or(Intervals left, Intervals right) {
		return left.or(right);
	}

	@Override
	Intervals minus(Intervals left, Intervals right) {
		return left.minus(right);
	}

	@Override
	long count(Intervals rows) {
		long count = 0;
		for (int i = 0; i < rows.size(); i++) {
			int to = Math.min(rows.to(i), this.pages.keyCount());
			count += (rows.to(i) > to) ? this.nullRows.getLongCardinality() : 0;
			count += (rows.from(i) < to) ? this.pages.rowsBeforeSlot(to) - this.pages.rowsBeforeSlot(rows.from(i)) : 0;
		}
		return count;
	}

	/**
	 * Collects the rows of slots, or of all other slots if these have fewer.
	 */
	RoaringBitmap rows(Intervals slots) {
		if (count(slots) <= this.rowCount / 2) {
			return collected(slots);
		}
		RoaringBitmap others = collected(all().minus(slots));
		others.flip(0L, this.rowCount);
		return others;
	}

	private RoaringBitmap collected(Intervals slots) {
		RowCollector collector = new RowCollector(this.rowCount);
		for (int i = 0; i < slots.size(); i++) {
			if (slots.from(i) < this.pages.keyCount()) {
				this.pages.collect(slots.from(i), slots.to(i), collector);
			}
			if (slots.to(i) > this.pages.keyCount()) {
				collector.add(this.nullRows);
			}
		}
		return collector.rows();
	}

	@Override
	@Nullable Truth<Intervals> leaf(Expression condition) {
		return switch (condition) {
			case Expression.Comparison(Expression left, Operator operator, Expression right) -> {
				Truth<Intervals> truth = comparison(left, operator, right);
				yield (truth != null) ? truth : comparison(right, operator.mirrored(), left);
			}
			case Expression.IsDistinct distinct -> {
				Truth<Intervals> truth = distinct(distinct.left(), distinct.right());
				yield (truth != null) ? truth : distinct(distinct.right(), distinct.left());
			}
			case Expression.In in -> in(in);
			case Expression.Like like when like.caseSensitive() && isColumn(like.operand()) -> like(like);
			case Expression.Call(String function, List<Expression> arguments) when function.equals("starts_with")
					&& isColumn(arguments.getFirst()) ->
				prefix(Constant.of(arguments.get(1)));
			case Expression.Column column when isColumn(column) && this.type.kind() == Kind.BOOLEAN ->
				comparison(column, Operator.EQ, new Expression.Literal(true));
			default -> null;
		};
	}

	/**
	 * Tells whether an expression is the column, be it converted from one kind of point
	 * in time to another, which keeps the order.
	 */
	private boolean isOperand(Expression expression) {
		return isColumn(expression)
				|| expression instanceof Expression.Cast cast && !cast.orNull() && isColumn(cast.operand())
						&& this.type.kind().isPointInTime() && Kind.of(cast.type().getType()).isPointInTime();
	}

	private static @Nullable Field cast(Expression operand) {
		return (operand instanceof Expression.Cast cast) ? cast.type() : null;
	}

	private @Nullable Truth<Intervals> comparison(Expression operand, Operator operator, Expression other) {
		Constant constant = isOperand(operand) ? Constant.of(other) : null;
		if (constant == null) {
			return null;
		}
		if (constant.value() == null) {
			return unknown();
		}
		KeyOrder order = KeyOrder.of(this.type, cast(operand), constant.value());
		if (order == null) {
			return null;
		}
		int keys = this.pages.keyCount();
		Intervals isTrue = switch (operator) {
			case EQ -> equal(order);
			case NE -> this.present.minus(equal(order));
			case LT -> Intervals.of(0, this.pages.lowerSlot(order));
			case LE -> Intervals.of(0, this.pages.upperSlot(order));
			case GT -> Intervals.of(this.pages.upperSlot(order), keys);
			case GE -> Intervals.of(this.pages.lowerSlot(order), keys);
		};
		return new Truth<>(isTrue, this.present.minus(isTrue));
	}

	private Intervals equal(KeyOrder order) {
		return Intervals.of(this.pages.lowerSlot(order), this.pages.upperSlot(order));
	}

	private @Nullable Truth<Intervals> distinct(Expression operand, Expression other) {
		Constant constant = isOperand(operand) ? Constant.of(other) : null;
		if (constant == null) {
			return null;
		}
		if (constant.value() == null) {
			return new Truth<>(this.present, this.nulls);
		}
		KeyOrder order = KeyOrder.of(this.type, cast(operand), constant.value());
		Intervals same = (order != null) ? equal(order) : null;
		return (same != null) ? new Truth<>(all().minus(same), same) : null;
	}

	private @Nullable Truth<Intervals> in(Expression.In in) {
		if (!isOperand(in.operand())) {
			return null;
		}
		if (in.values().isEmpty()) {
			return new Truth<>(none(), all());
		}
		boolean hasNull = false;
		long[] found = new long[in.values().size()];
		for (int i = 0; i < found.length; i++) {
			Constant constant = Constant.of(in.values().get(i));
			if (constant == null) {
				return null;
			}
			if (constant.value() == null) {
				hasNull = true;
				continue;
			}
			KeyOrder order = KeyOrder.of(this.type, cast(in.operand()), constant.value());
			if (order == null) {
				return null;
			}
			found[i] = Intervals.pack(this.pages.lowerSlot(order), this.pages.upperSlot(order));
		}
		Intervals isTrue = Intervals.union(found);
		return new Truth<>(isTrue, hasNull ? none() : this.present.minus(isTrue));
	}

	/**
	 * Answers for patterns that have no other wildcards than percent signs at their end.
	 */
	private @Nullable Truth<Intervals> like(Expression.Like like) {
		Constant constant = Constant.of(like.pattern());
		if (constant == null || !(constant.value() instanceof String pattern)) {
			return (constant != null) ? unknown() : null;
		}
		StringBuilder prefix = new StringBuilder();
		boolean isOpen = false;
		int[] points = pattern.codePoints().toArray();
		for (int i = 0; i < points.length; i++) {
			boolean isEscape = points[i] == like.escape();
			if (!isEscape && points[i] == '%') {
				isOpen = true;
				continue;
			}
			if (isOpen || !isEscape && points[i] == '_') {
				return null;
			}
			i += (isEscape && i + 1 < points.length) ? 1 : 0;
			prefix.appendCodePoint(points[i]);
		}
		Constant text = new Constant(prefix.toString());
		return isOpen ? prefix(text) : comparison(like.operand(), Operator.EQ, new Expression.Literal(text.value()));
	}

	private @Nullable Truth<Intervals> prefix(@Nullable Constant constant) {
		if (constant == null || !(constant.value() instanceof String prefix) || this.type.kind() != Kind.TEXT) {
			return (constant != null && constant.value() == null) ? unknown() : null;
		}
		KeyOrder order = KeyOrder.ofPrefix(prefix);
		Intervals isTrue = (order != null) ? equal(order) : null;
		return (isTrue != null) ? new Truth<>(isTrue, this.present.minus(isTrue)) : null;
	}

}
