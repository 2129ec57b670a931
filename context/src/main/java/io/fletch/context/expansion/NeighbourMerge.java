package io.fletch.context.expansion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.PassageNeighbours;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.Span;

/**
 * Makes one passage of passages that overlap or follow one another in a document. It has
 * the id and score of the best of them, and its place; heading and page are those of the
 * first in the text. Passages that contradict one another stay apart.
 */
public final class NeighbourMerge implements PassageExpansion {

	/** How many characters between two passages are filled by default. */
	public static final int DEFAULT_REACH = 400;

	private final @Nullable PassageNeighbours neighbours;

	private final int reach;

	/**
	 * Joins passages that overlap, or have nothing but white space between them.
	 */
	public NeighbourMerge() {
		this(null, 0);
	}

	/**
	 * Joins passages also where text lies between them, up to 400 characters.
	 * @param neighbours reads what is stored between passages
	 */
	public NeighbourMerge(PassageNeighbours neighbours) {
		this(Objects.requireNonNull(neighbours, "neighbours"), DEFAULT_REACH);
	}

	/**
	 * Joins passages also where text lies between them.
	 * @param neighbours reads what is stored between passages; {@code null} if nothing is
	 * to be filled
	 * @param reach how many characters may lie between two passages, at least 0
	 * @throws IllegalArgumentException if the reach is negative
	 */
	public NeighbourMerge(@Nullable PassageNeighbours neighbours, int reach) {
		if (reach < 0) {
			throw new IllegalArgumentException("reach must be at least 0, but was " + reach);
		}
		this.neighbours = neighbours;
		this.reach = Math.max(reach, Stretch.MOST_MISSING);
	}

	@Override
	public List<RetrievedPassage> expand(List<RetrievedPassage> passages) {
		Objects.requireNonNull(passages, "passages");
		List<Ranked> inTextOrder = new ArrayList<>();
		for (int rank = 0; rank < passages.size(); rank++) {
			inTextOrder.add(new Ranked(rank, passages.get(rank)));
		}
		inTextOrder.sort(Comparator.comparing((Ranked each) -> each.passage().source())
			.thenComparing((each) -> each.passage().documentId())
			.thenComparingInt((each) -> each.passage().span().start()));
		List<Ranked> merged = new ArrayList<>();
		for (Ranked each : inTextOrder) {
			Ranked joined = merged.isEmpty() ? null : join(merged.getLast(), each);
			if (joined != null) {
				merged.removeLast();
			}
			merged.add(Objects.requireNonNullElse(joined, each));
		}
		return merged.stream().sorted(Comparator.comparingInt(Ranked::rank)).map(Ranked::passage).toList();
	}

	private @Nullable Ranked join(Ranked left, Ranked right) {
		RetrievedPassage first = left.passage();
		RetrievedPassage second = right.passage();
		int gap = second.span().start() - first.span().end();
		if (!first.isOfSameDocumentAs(second) || gap > this.reach) {
			return null;
		}
		List<RetrievedPassage> pieces = new ArrayList<>(List.of(second));
		PassageNeighbours known = this.neighbours;
		if (gap > Stretch.MOST_MISSING && known != null) {
			pieces.addAll(known.within(first, new Span(first.span().end(), second.span().start())));
		}
		Span wanted = new Span(first.span().start(), Math.max(first.span().end(), second.span().end()));
		Stretch stretch = Stretch.around(first, wanted, pieces);
		if (!stretch.holds(second)) {
			return null;
		}
		RetrievedPassage best = (left.rank() < right.rank()) ? first : second;
		return new Ranked(Math.min(left.rank(), right.rank()), stretch.as(best).under(first.heading(), first.page()));
	}

	/**
	 * A passage and its place in the result, from 0.
	 */
	private record Ranked(int rank, RetrievedPassage passage) {
	}

}
