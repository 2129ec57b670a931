package io.fletch.store.scan;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.VectorShape;
import io.fletch.store.index.IndexOptions;
import io.fletch.store.index.IndexType;
import io.fletch.store.index.vector.MultiVectorIndex;
import io.fletch.store.index.vector.Neighbour;
import io.fletch.store.index.vector.VectorIndex;
import io.fletch.store.index.vector.VectorSearch;
import io.fletch.store.index.vector.VectorSegment;
import io.fletch.store.index.vector.VectorSpace;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Candidate;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * Looks for neighbours by the index of their column.
 */
final class IndexedNeighbours {

	/** Fewer rows are compared one by one sooner than found by an index. */
	static final int FEW_ROWS = 5000;

	/** The same of rows of several vectors. */
	private static final int FEW_LISTS = 1000;

	private final Storage storage;

	private final Manifest manifest;

	private final OpenIndexes indexes;

	/** What was done in all segments. */
	private final VectorSearch.Work work = new VectorSearch.Work();

	IndexedNeighbours(Storage storage, Manifest manifest, OpenIndexes indexes) {
		this.storage = storage;
		this.manifest = manifest;
		this.indexes = indexes;
	}

	/**
	 * Finds neighbours.
	 * @param query what to look for
	 * @param selection the rows to look at
	 * @param found receives them
	 * @return how it was done, and the rows that are still to be compared one by one
	 */
	Outcome find(VectorQuery query, RowSelection selection, FlatSearch found) throws IOException {
		Choice choice = choose(query, selection);
		boolean isIndexedOnly = query.mode() == VectorQuery.Mode.INDEXED_ONLY;
		LiveIndex<VectorSegment> live = choice.index();
		if (live == null) {
			return new Outcome(choice, isIndexedOnly ? covered(query, selection) : selection);
		}
		for (int i = 0; i < live.segments().size(); i++) {
			search(query, selection, live, i, found);
		}
		return new Outcome(new Choice(live, choice.how(), choice.why() + "; " + this.work),
				isIndexedOnly ? RowSelection.none(this.manifest) : live.coverage().uncovered().and(selection));
	}

	/**
	 * Returns the rows that an index for the query covers.
	 */
	private RowSelection covered(VectorQuery query, RowSelection selection) {
		Field field = this.manifest.schema().getFields().get(query.column());
		return candidates(FieldIds.of(field)).stream()
			.filter((index) -> query.vector().distance().name().equals(index.options().get(IndexOptions.DISTANCE)))
			.findFirst()
			.map((index) -> selection.minus(Coverage.of(this.manifest, index).uncovered()))
			.orElseGet(() -> RowSelection.none(this.manifest));
	}

	/**
	 * Decides how to look for neighbours.
	 */
	Choice choose(VectorQuery query, RowSelection selection) throws IOException {
		Field field = this.manifest.schema().getFields().get(query.column());
		boolean isSeveral = VectorShape.isSeveral(field);
		long rows = selection.count();
		String all = "compares " + (isSeveral ? query.vectors().size() + " vectors " : "") + "with each of " + rows
				+ " rows";
		if (query.mode() == VectorQuery.Mode.EXACT) {
			return new Choice(null, all, "exact search was asked for");
		}
		List<IndexMetadata> candidates = candidates(FieldIds.of(field));
		String distance = query.vector().distance().name();
		int few = isSeveral ? FEW_LISTS : FEW_ROWS;
		for (IndexMetadata index : candidates) {
			if (distance.equals(index.options().get(IndexOptions.DISTANCE))) {
				if (query.mode() == VectorQuery.Mode.AUTO && rows < few) {
					return new Choice(null, all, "fewer than " + few + " rows pass");
				}
				return query.vectors().stream().allMatch(VectorSpace::isComparable) ? indexed(index)
						: new Choice(null, all, "the query's length is beyond what the index compares");
			}
		}
		return new Choice(null, (query.mode() == VectorQuery.Mode.INDEXED_ONLY) ? "finds nothing" : all,
				whyNone(candidates, distance, FieldIds.of(field)));
	}

	private String whyNone(List<IndexMetadata> candidates, String distance, int field) {
		if (!candidates.isEmpty()) {
			IndexMetadata other = candidates.getFirst();
			return "the index '" + other.name() + "' is for " + other.options().get(IndexOptions.DISTANCE) + ", but "
					+ distance + " is asked for";
		}
		return vectorIndexes(field).map((index) -> "the index '" + index.name() + "' holds no rows yet")
			.findFirst()
			.orElse("the column has no vector index");
	}

	private List<IndexMetadata> candidates(int field) {
		return vectorIndexes(field).filter((index) -> !index.segments().isEmpty()).toList();
	}

	private Stream<IndexMetadata> vectorIndexes(int field) {
		return this.manifest.indexes()
			.stream()
			.filter((index) -> IndexType.of(index.type()).isVector() && index.fields().getFirst() == field);
	}

	private Choice indexed(IndexMetadata index) throws IOException {
		LiveIndex<VectorSegment> live = this.indexes.vector(this.manifest, index);
		return new Choice(live,
				"index '" + index.name() + "' (" + index.type() + ") of " + live.segments().size() + " segments",
				live.uncoveredCount() + " rows are not indexed");
	}

	private void search(VectorQuery query, RowSelection selection, LiveIndex<VectorSegment> live, int segment,
			FlatSearch found) {
		Coverage coverage = live.coverage();
		BitSet accepted = (selection.isAll() && coverage.isWhole(segment)) ? null
				: coverage.ordinals(segment, selection);
		if (accepted != null && accepted.isEmpty()) {
			return;
		}
		VectorSearch search = new VectorSearch(query.limit(), query.effort(), accepted, query.range().lower(),
				query.range().upper());
		SegmentRows rows = new SegmentRows(this.storage, this.manifest, coverage, segment, query.column());
		List<Neighbour> neighbours = switch (live.segments().get(segment)) {
			case VectorIndex index -> index.search(query.vector(), search, rows);
			case MultiVectorIndex index -> index.search(found.several(), search, rows);
		};
		// The farthest first: each then stays at the end of the heap, where it is added.
		for (Neighbour neighbour : neighbours.reversed()) {
			found.offer(new Candidate(coverage.rowId(segment, neighbour.ordinal()), -neighbour.distance()));
		}
		this.work.add(search.work());
	}

	/**
	 * How neighbours are looked for.
	 *
	 * @param index the index, or {@code null} for none
	 * @param how the same in words
	 * @param why what decided that
	 */
	record Choice(@Nullable LiveIndex<VectorSegment> index, String how, String why) {
	}

	/**
	 * What was done.
	 *
	 * @param choice how neighbours were looked for
	 * @param rest the rows that are still to be compared one by one
	 */
	record Outcome(Choice choice, RowSelection rest) {
	}

}
