package io.fletch.store.index.scalar;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.expression.Values;
import io.fletch.store.query.Expression;

/**
 * Answers conditions over the elements of a column of lists.
 */
final class LabelConditions extends Conditions<RoaringBitmap> {

	private final KeyType type;

	private final KeyPages pages;

	private final RoaringBitmap nullRows;

	private final int rowCount;

	LabelConditions(Expression.Column column, KeyType type, KeyPages pages, RoaringBitmap nullRows, int rowCount) {
		super(column);
		this.type = type;
		this.pages = pages;
		this.nullRows = nullRows;
		this.rowCount = rowCount;
	}

	@Override
	RoaringBitmap none() {
		return new RoaringBitmap();
	}

	@Override
	RoaringBitmap all() {
		return RoaringBitmap.bitmapOfRange(0, this.rowCount);
	}

	@Override
	RoaringBitmap nulls() {
		return this.nullRows;
	}

	@Override
	RoaringBitmap and(RoaringBitmap left, RoaringBitmap right) {
		return RoaringBitmap.and(left, right);
	}

	@Override
	RoaringBitmap or(RoaringBitmap left, RoaringBitmap right) {
		return RoaringBitmap.or(left, right);
	}

	@Override
	RoaringBitmap minus(RoaringBitmap left, RoaringBitmap right) {
		return RoaringBitmap.andNot(left, right);
	}

	@Override
	long count(RoaringBitmap rows) {
		return rows.getLongCardinality();
	}

	@Override
	@Nullable Truth<RoaringBitmap> leaf(Expression condition) {
		if (!(condition instanceof Expression.Call(String function, List<Expression> arguments))
				|| arguments.size() != 2 || !isColumn(arguments.getFirst())) {
			return null;
		}
		return switch (function) {
			case "array_has" -> truth(Constant.of(arguments.get(1)), this::having);
			case "array_has_any" -> truth(Constant.of(arguments.get(1)), this::havingAny);
			case "array_has_all" -> truth(Constant.of(arguments.get(1)), this::havingAll);
			default -> null;
		};
	}

	private @Nullable Truth<RoaringBitmap> truth(@Nullable Constant constant, Search search) {
		if (constant == null || constant.value() == null) {
			return (constant != null) ? unknown() : null;
		}
		RoaringBitmap rows = search.rows(constant.value());
		return (rows != null) ? new Truth<>(rows, minus(minus(all(), this.nullRows), rows)) : null;
	}

	private @Nullable RoaringBitmap having(Object element) {
		KeyOrder order = KeyOrder.of(this.type, null, element);
		if (order == null) {
			return null;
		}
		RowCollector collector = new RowCollector(this.rowCount);
		int from = this.pages.lowerSlot(order);
		int to = this.pages.upperSlot(order);
		if (from < to) {
			this.pages.collect(from, to, collector);
		}
		return collector.rows();
	}

	private @Nullable RoaringBitmap havingAny(Object elements) {
		RoaringBitmap found = none();
		for (Object element : list(elements)) {
			RoaringBitmap rows = (element != null) ? having(element) : none();
			if (rows == null) {
				return null;
			}
			found.or(rows);
		}
		return found;
	}

	private @Nullable RoaringBitmap havingAll(Object elements) {
		RoaringBitmap found = minus(all(), this.nullRows);
		for (Object element : list(elements)) {
			RoaringBitmap rows = (element != null) ? having(element) : none();
			if (rows == null) {
				return null;
			}
			found.and(rows);
		}
		return found;
	}

	private static List<@Nullable Object> list(Object elements) {
		return Values.list(elements);
	}

	/**
	 * Finds the rows whose lists have what is looked for.
	 */
	private interface Search {

		@Nullable RoaringBitmap rows(Object wanted);

	}

}
