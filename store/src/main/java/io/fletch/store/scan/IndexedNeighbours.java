package io.fletch.store.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.IndexOptions;
import io.fletch.store.index.IndexType;
import io.fletch.store.index.vector.Neighbour;
import io.fletch.store.index.vector.VectorIndex;
import io.fletch.store.index.vector.VectorSearch;
import io.fletch.store.index.vector.VectorSpace;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Candidate;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * Looks for neighbours by the index of their column.
 */
final class IndexedNeighbours {

	/** Fewer rows are compared one by one sooner than found by an index. */
	static final int FEW_ROWS = 5000;

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
		LiveIndex<VectorIndex> live = choice.index();
		if (live == null) {
			return new Outcome(choice, isIndexedOnly ? RowSelection.none(this.manifest) : selection);
		}
		for (int i = 0; i < live.segments().size(); i++) {
			search(query, selection, live, i, found);
		}
		return new Outcome(new Choice(live, choice.how(), choice.why() + "; " + this.work),
				isIndexedOnly ? RowSelection.none(this.manifest) : live.coverage().uncovered().and(selection));
	}

	/**
	 * Decides how to look for neighbours.
	 */
	Choice choose(VectorQuery query, RowSelection selection) throws IOException {
		long rows = selection.count();
		String all = "compares with each of " + rows + " rows";
		if (query.mode() == VectorQuery.Mode.EXACT) {
			return new Choice(null, all, "exact search was asked for");
		}
		int field = FieldIds.of(this.manifest.schema().getFields().get(query.column()));
		List<IndexMetadata> candidates = this.manifest.indexes()
			.stream()
			.filter((index) -> IndexType.valueOf(index.type()).isVector() && index.fields().getFirst() == field
					&& !index.segments().isEmpty())
			.toList();
		String distance = query.vector().distance().name();
		for (IndexMetadata index : candidates) {
			if (distance.equals(index.options().get(IndexOptions.DISTANCE))) {
				return (query.mode() == VectorQuery.Mode.AUTO && rows < FEW_ROWS)
						? new Choice(null, all, "fewer than " + FEW_ROWS + " rows pass") : indexed(index);
			}
		}
		String why = candidates.isEmpty() ? "the column has no vector index"
				: "the index '" + candidates.getFirst().name() + "' is for "
						+ candidates.getFirst().options().get(IndexOptions.DISTANCE) + ", but " + distance
						+ " is asked for";
		return new Choice(null, (query.mode() == VectorQuery.Mode.INDEXED_ONLY) ? "finds nothing" : all, why);
	}

	private Choice indexed(IndexMetadata index) throws IOException {
		LiveIndex<VectorIndex> live = this.indexes.vector(this.manifest, index);
		return new Choice(live,
				"index '" + index.name() + "' (" + index.type() + ") of " + live.segments().size() + " segments",
				live.uncoveredCount() + " rows are not indexed");
	}

	private void search(VectorQuery query, RowSelection selection, LiveIndex<VectorIndex> live, int segment,
			FlatSearch found) {
		Coverage coverage = live.coverage();
		BitSet accepted = (selection.isAll() && coverage.isWhole(segment)) ? null
				: coverage.ordinals(segment, selection);
		if (accepted != null && accepted.isEmpty()) {
			return;
		}
		VectorSearch search = new VectorSearch(query.limit(), query.effort(), accepted, query.range().lower(),
				query.range().upper());
		Vectors source = new Vectors(coverage, segment, query.column());
		for (Neighbour neighbour : live.segments().get(segment).search(query.vector(), search, source::distance)) {
			found.offer(new Candidate(coverage.rowId(segment, neighbour.ordinal()), -neighbour.distance()));
		}
		this.work.add(search.work());
	}

	/**
	 * The vectors of the rows of a segment, for one query. Rows are asked for in the
	 * order of their ordinals, so that the run of one is mostly that of the next.
	 */
	private final class Vectors {

		private final Coverage coverage;

		private final int segment;

		private final int column;

		private Coverage.@Nullable Run run;

		private Fragment.@Nullable Places places;

		Vectors(Coverage coverage, int segment, int column) {
			this.coverage = coverage;
			this.segment = segment;
			this.column = column;
		}

		double distance(QueryVector query, int ordinal) {
			Coverage.Run current = this.run;
			if (current == null || !current.holds(ordinal)) {
				current = this.coverage.find(this.segment, ordinal);
				this.run = current;
				this.places = (current != null) ? places(current.fragment()) : null;
			}
			Fragment.Places found = this.places;
			if (current == null || found == null || current.fragment().isDeleted(current.position(ordinal))) {
				return Double.NaN;
			}
			Fragment.Place place = found.at(current.position(ordinal));
			return (place.batch().columns().get(this.column) instanceof ColumnReader.Vectors vectors)
					? VectorSpace.distance(query, vectors, place.row()) : Double.NaN;
		}

		private Fragment.Places places(Fragment fragment) {
			try {
				return fragment.places(IndexedNeighbours.this.storage, IndexedNeighbours.this.manifest.schema());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * How neighbours are looked for.
	 *
	 * @param index the index, or {@code null} for none
	 * @param how the same in words
	 * @param why what decided that
	 */
	record Choice(@Nullable LiveIndex<VectorIndex> index, String how, String why) {
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
