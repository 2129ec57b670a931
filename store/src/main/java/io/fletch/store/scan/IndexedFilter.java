package io.fletch.store.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.error.CancelledException;
import io.fletch.store.index.IndexType;
import io.fletch.store.index.scalar.ScalarIndex;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Filter;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * What the scalar indexes of a version know about a filter.
 */
final class IndexedFilter {

	private final Manifest manifest;

	private final List<LiveIndex<ScalarIndex>> indexes = new ArrayList<>();

	private final List<String> names = new ArrayList<>();

	private final Set<String> used = new LinkedHashSet<>();

	private final Set<String> passedOver = new LinkedHashSet<>();

	private final List<Expression> rest = new ArrayList<>();

	IndexedFilter(Manifest manifest, OpenIndexes open) throws IOException {
		this.manifest = manifest;
		for (IndexMetadata index : manifest.indexes()) {
			if (IndexType.of(index.type()).isScalar() && !index.segments().isEmpty()) {
				this.indexes.add(open.scalar(manifest, index));
				this.names.add(index.name());
			}
		}
	}

	/**
	 * Counts the rows for which a filter is true, if one index knows it of nearly all
	 * without looking at each.
	 * @return the number of the rows that the index covers, and which rows it does not;
	 * {@code null} if no index knows it
	 */
	@Nullable Count count(Filter filter) {
		for (LiveIndex<ScalarIndex> index : this.indexes) {
			long count = 0;
			boolean isKnown = true;
			for (int i = 0; i < index.segments().size() && isKnown; i++) {
				OptionalLong found = index.coverage().isWhole(i) ? index.segments().get(i).count(filter.condition())
						: OptionalLong.empty();
				isKnown = found.isPresent();
				count += found.orElse(0);
			}
			if (isKnown) {
				return new Count(count, index.coverage().uncovered());
			}
		}
		return null;
	}

	/**
	 * Asks the indexes.
	 * @return what they know, or {@code null} if they know nothing
	 */
	@Nullable Known ask(Filter filter) {
		Known known = null;
		for (Expression part : joined(conjuncts(filter.condition(), new ArrayList<>()))) {
			Known answer = answer(part);
			if (answer == null) {
				// To compare numbers takes little, and leaves fewer rows for the others.
				this.rest.add(isPassedOver(part) ? 0 : this.rest.size(), part);
			}
			else {
				known = (known != null) ? known.and(answer) : answer;
			}
		}
		return known;
	}

	/**
	 * Returns the condition that is still to be evaluated, for the rows that the indexes
	 * know of, or for all if they know nothing; {@code null} if there is none.
	 */
	@Nullable Filter rest() {
		return this.rest.stream().reduce(Expression.And::new).map(Filter::new).orElse(null);
	}

	/**
	 * Returns the names of the indexes that were of use.
	 */
	Set<String> used() {
		return this.used;
	}

	/**
	 * Tells why the indexes know nothing.
	 */
	String whyNot() {
		return this.passedOver.isEmpty() ? "no index answers the condition"
				: "more rows pass than indexes " + this.passedOver + " find as fast";
	}

	private static List<Expression> conjuncts(Expression condition, List<Expression> parts) {
		if (condition instanceof Expression.And and) {
			conjuncts(and.left(), parts);
			conjuncts(and.right(), parts);
		}
		else {
			parts.add(condition);
		}
		return parts;
	}

	/**
	 * Joins conditions that one index can answer together, such as the two ends of a
	 * range.
	 */
	private List<Expression> joined(List<Expression> conjuncts) {
		List<Expression> parts = new ArrayList<>();
		for (Expression conjunct : conjuncts) {
			int last = parts.size() - 1;
			Expression both = parts.isEmpty() ? null : new Expression.And(parts.get(last), conjunct);
			if (both != null && this.indexes.stream().anyMatch((index) -> knows(index, both))) {
				parts.set(last, both);
			}
			else {
				parts.add(conjunct);
			}
		}
		return parts;
	}

	private static boolean knows(LiveIndex<ScalarIndex> index, Expression condition) {
		return !index.segments().isEmpty() && index.segments().getFirst().count(condition).isPresent();
	}

	private @Nullable Known answer(Expression condition) {
		for (int i = 0; i < this.indexes.size(); i++) {
			if (isSlow(this.indexes.get(i), condition)) {
				this.passedOver.add(this.names.get(i));
				continue;
			}
			Known answer = answer(this.indexes.get(i), condition);
			if (answer != null) {
				this.used.add(this.names.get(i));
				return answer;
			}
		}
		if (condition instanceof Expression.Or or) {
			Known left = answer(or.left());
			Known right = answer(or.right());
			return (left != null && right != null) ? left.or(right) : null;
		}
		return null;
	}

	private boolean isPassedOver(Expression condition) {
		return this.indexes.stream().anyMatch((index) -> isSlow(index, condition));
	}

	private static boolean isSlow(LiveIndex<ScalarIndex> index, Expression condition) {
		return index.segments().stream().anyMatch((segment) -> segment.isSlowerThanScan(condition));
	}

	private @Nullable Known answer(LiveIndex<ScalarIndex> index, Expression condition) {
		RowSelection.Builder rows = new RowSelection.Builder(this.manifest);
		for (int i = 0; i < index.segments().size(); i++) {
			CancelledException.throwIfInterrupted();
			RoaringBitmap ordinals = index.segments().get(i).rows(condition);
			if (ordinals == null) {
				return null;
			}
			index.coverage().addRows(i, ordinals, rows);
		}
		return new Known(rows.build(), index.coverage().uncovered());
	}

	/**
	 * How many rows pass.
	 *
	 * @param covered how many of those that the index covers
	 * @param uncovered the rows that it does not cover
	 */
	record Count(long covered, RowSelection uncovered) {
	}

	/**
	 * Which rows pass.
	 *
	 * @param passing the rows for which the condition is true
	 * @param uncovered the rows of which it is not known
	 */
	record Known(RowSelection passing, RowSelection uncovered) {

		Known and(Known other) {
			RowSelection candidates = candidates().and(other.candidates());
			RowSelection unknown = this.uncovered.or(other.uncovered).and(candidates);
			return new Known(candidates.minus(unknown), unknown);
		}

		Known or(Known other) {
			RowSelection unknown = this.uncovered.or(other.uncovered);
			return new Known(this.passing.or(other.passing).minus(unknown), unknown);
		}

		private RowSelection candidates() {
			return this.passing.or(this.uncovered);
		}

	}

}
