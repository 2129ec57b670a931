package io.fletch.context.expansion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.PassageNeighbours;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.Span;

/**
 * Puts the stretch that a passage names as its parent in its place, as far as passages of
 * it are stored. A passage that stands in what a better one with the same parent became
 * is left out. A passage without parent, or whose neighbours are unknown, stays as it is.
 */
public final class ParentExpansion implements PassageExpansion {

	/** More characters of a parent are not read; those around the passage are. */
	public static final int MOST_CHARACTERS = 32_000;

	private final PassageNeighbours neighbours;

	/**
	 * Creates an expansion.
	 * @param neighbours reads what is stored around a passage
	 */
	public ParentExpansion(PassageNeighbours neighbours) {
		this.neighbours = Objects.requireNonNull(neighbours, "neighbours");
	}

	@Override
	public List<RetrievedPassage> expand(List<RetrievedPassage> passages) {
		Objects.requireNonNull(passages, "passages");
		List<RetrievedPassage> expanded = new ArrayList<>(passages.size());
		Map<Parent, List<RetrievedPassage>> given = new HashMap<>();
		for (RetrievedPassage passage : passages) {
			Span parent = passage.parent();
			if (parent == null) {
				expanded.add(passage);
				continue;
			}
			List<RetrievedPassage> known = given.computeIfAbsent(
					new Parent(passage.source(), passage.documentId(), parent), (key) -> new ArrayList<>());
			// A parent is not always put together as a whole: what none of its parts
			// holds has a part of its own.
			if (known.stream().noneMatch((part) -> holds(part, passage))) {
				RetrievedPassage part = inParent(passage, parent);
				known.add(part);
				expanded.add(part);
			}
		}
		return List.copyOf(expanded);
	}

	private static boolean holds(RetrievedPassage part, RetrievedPassage passage) {
		int from = passage.span().start() - part.span().start();
		return from >= 0 && part.text().startsWith(passage.text(), from);
	}

	private RetrievedPassage inParent(RetrievedPassage passage, Span parent) {
		Span wanted = around(passage.span(), parent);
		List<RetrievedPassage> stored = this.neighbours.within(passage, wanted);
		RetrievedPassage expanded = Stretch.around(passage, wanted, stored).as(passage);
		Integer page = stored.stream()
			.filter((piece) -> piece.span().end() > expanded.span().start())
			.min(Comparator.comparingInt((piece) -> piece.span().start()))
			.map(ParentExpansion::pageOf)
			.orElse(passage.page());
		return expanded.under(passage.heading(), page);
	}

	private static @Nullable Integer pageOf(RetrievedPassage passage) {
		return passage.page();
	}

	private static Span around(Span passage, Span parent) {
		int more = Math.max(0, MOST_CHARACTERS - passage.length());
		if (parent.length() <= MOST_CHARACTERS) {
			return parent;
		}
		int start = Math.max(parent.start(), passage.start() - more / 2);
		return new Span(start, Math.max(start, Math.min(parent.end(), start + MOST_CHARACTERS)));
	}

	/**
	 * What passages may share.
	 */
	private record Parent(String source, String documentId, Span span) {
	}

}
