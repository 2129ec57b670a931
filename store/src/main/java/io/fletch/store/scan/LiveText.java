package io.fletch.store.scan;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.index.text.LiveSegment;
import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.index.text.TextHighlighter;
import io.fletch.store.index.text.TextSearch;
import io.fletch.store.index.text.TextSegment;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.text.TextQuery;

/**
 * A full-text index as one version sees it: every row of the version is in one segment.
 */
final class LiveText {

	private final List<String> columns;

	private final List<TextAnalysis> analyses;

	private final List<Slot> slots;

	private final TextSearch search;

	LiveText(List<String> columns, List<TextAnalysis> analyses, List<Slot> slots) throws IOException {
		this.columns = List.copyOf(columns);
		this.analyses = List.copyOf(analyses);
		this.slots = List.copyOf(slots);
		this.search = new TextSearch(columns, slots.stream().map(Slot::segment).toList());
	}

	/**
	 * Finds rows.
	 * @param query asks columns of this index only
	 * @param limit how many to find at most
	 * @param selection the rows to look at
	 * @param storedOnly whether only rows that a file covers are found
	 * @return the rows, best first, rows of equal score by row id
	 */
	List<Candidate> find(TextQuery query, int limit, RowSelection selection, boolean storedOnly) throws IOException {
		return ((selection.isAll() && !storedOnly) ? this.search.run(query, limit)
				: this.search.run(query, limit, accepted(selection, storedOnly)))
			.stream()
			.map((hit) -> new Candidate(hit.rowId(), hit.score()))
			.toList();
	}

	private List<BitSet> accepted(RowSelection selection, boolean storedOnly) {
		return this.slots.stream()
			.map((slot) -> (slot.isStored() || !storedOnly) ? slot.coverage().ordinals(slot.number(), selection)
					: new BitSet())
			.toList();
	}

	boolean asksNothing(TextQuery query) throws IOException {
		return this.search.asksNothing(query);
	}

	TextHighlighter highlighter() {
		return new TextHighlighter(this.columns, this.analyses);
	}

	/**
	 * Returns the words that no file has.
	 */
	List<TextSegment> inMemory() {
		return this.slots.stream().filter((slot) -> !slot.isStored()).map((slot) -> slot.segment().segment()).toList();
	}

	/**
	 * Finds a segment without the same rows, so that what it learned is learned once.
	 */
	@Nullable LiveSegment find(TextSegment segment, BitSet deleted) {
		for (Slot slot : this.slots) {
			if (slot.segment().segment() == segment && slot.segment().deleted().equals(deleted)) {
				return slot.segment();
			}
		}
		return null;
	}

	/**
	 * A segment, and where its rows are.
	 *
	 * @param coverage where the rows are in the version
	 * @param number the number of the segment in the coverage
	 * @param segment the segment
	 * @param isStored whether it is in a file
	 */
	record Slot(Coverage coverage, int number, LiveSegment segment, boolean isStored) {

		long firstRowId() {
			return (this.segment.segment().rowCount() > 0) ? this.coverage.rowId(this.number, 0) : -1;
		}

	}

}
