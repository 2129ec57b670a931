package io.fletch.store.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.index.text.TextSegmentMerger;
import io.fletch.store.table.RowIds;

/**
 * Joins the last parts, of rising size, so that each is more than twice as large as all
 * behind it and there are never many; and those most of whose rows are gone are made
 * smaller. Reads no texts.
 */
final class JoinedParts {

	private final List<TextAnalysis> analyses;

	/** What becomes one part each. */
	private final List<List<Source>> groups = new ArrayList<>();

	/**
	 * Chooses parts.
	 * @param analyses the analysis of each column
	 * @param all the parts by the ids of their rows
	 */
	JoinedParts(List<TextAnalysis> analyses, List<Source> all) {
		this.analyses = analyses;
		int from = all.size() - 1;
		long size = all.getLast().size();
		while (from > 0 && all.get(from - 1).size() <= 2 * size && all.get(from - 1).isBefore(all.get(from))) {
			from--;
			size += all.get(from).size();
		}
		all.subList(0, from).stream().filter(Source::isWorn).forEach((worn) -> this.groups.add(List.of(worn)));
		if (from < all.size() - 1) {
			this.groups.add(List.copyOf(all.subList(from, all.size())));
		}
	}

	/**
	 * Returns the parts that are to be replaced.
	 */
	List<TextPart> sources() {
		return this.groups.stream().flatMap(List::stream).map(Source::part).toList();
	}

	/**
	 * Makes what takes their place.
	 */
	List<TextPart> parts() {
		return this.groups.stream().map(this::joined).toList();
	}

	private TextPart joined(List<Source> group) {
		List<TextSegmentMerger.Source> words = new ArrayList<>();
		long[] ids = new long[group.stream().mapToInt(Source::size).sum()];
		int next = 0;
		for (Source source : group) {
			words.add(new TextSegmentMerger.Source(source.part().segment(), source.kept()));
			BitSet kept = source.kept();
			for (int row = kept.nextSetBit(0); row >= 0; row = kept.nextSetBit(row + 1)) {
				ids[next++] = source.part().rowIds().at(row);
			}
		}
		return new TextPart(new TextSegmentMerger(this.analyses, words).inMemory(), RowIds.of(ids));
	}

	/**
	 * A part, and which of its rows still count.
	 *
	 * @param part the part
	 * @param kept the ordinals of the rows, at least one
	 */
	record Source(TextPart part, BitSet kept) {

		int size() {
			return this.kept.cardinality();
		}

		boolean isWorn() {
			return 2 * size() < this.part.rowIds().size();
		}

		boolean isBefore(Source other) {
			return this.part.rowIds().last() < other.part.rowIds().at(0);
		}

	}

}
