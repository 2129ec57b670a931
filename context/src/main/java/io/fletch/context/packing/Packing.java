package io.fletch.context.packing;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fletch.context.guard.Fence;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Span;

/**
 * One packing on its way.
 */
final class Packing {

	private static final Pattern SPACE = Pattern.compile("\\s+");

	private final int budget;

	private final ToIntFunction<String> counter;

	private final Fence fence;

	private final List<PackedPassage> packed = new ArrayList<>();

	private final List<LeftOut> leftOut = new ArrayList<>();

	private final Set<String> texts = new HashSet<>();

	private boolean isFull;

	Packing(int budget, ToIntFunction<String> counter, Fence fence) {
		this.budget = budget;
		this.counter = counter;
		this.fence = fence;
	}

	void add(RetrievedPassage passage) {
		if (passage.text().isBlank()) {
			this.leftOut.add(new LeftOut(passage, LeftOut.Reason.BLANK));
			return;
		}
		RetrievedPassage fresh = withoutRepeated(passage);
		if (fresh == null || !this.texts.add(plain(fresh))) {
			this.leftOut.add(new LeftOut(passage, LeftOut.Reason.REPEATED));
			return;
		}
		RetrievedPassage fitting = this.isFull ? null : fitting(fresh);
		if (fitting == null) {
			this.isFull = true;
			this.leftOut.add(new LeftOut(passage, LeftOut.Reason.OVER_BUDGET));
			return;
		}
		this.packed.add(new PackedPassage(this.packed.size() + 1, fitting, !fitting.equals(passage)));
		this.isFull |= !fitting.equals(fresh);
	}

	PackedContext finish(PassageOrder order) {
		List<PackedPassage> numbered = new ArrayList<>();
		for (PackedPassage each : order.of(this.packed)) {
			numbered.add(new PackedPassage(numbered.size() + 1, each.passage(), each.isCut()));
		}
		int tokens = numbered.isEmpty() ? 0 : this.counter.applyAsInt(PassageBlock.text(numbered, this.fence));
		return PackedContext.of(numbered, this.fence, tokens, this.leftOut);
	}

	/**
	 * Cuts a passage behind its last sentence that fits. The first, which is the best,
	 * may be cut behind a word, or else a character.
	 */
	private @Nullable RetrievedPassage fitting(RetrievedPassage passage) {
		if (fits(passage)) {
			return passage;
		}
		String text = passage.text();
		return Stream
			.<Supplier<int[]>>of(() -> SentenceSplitter.sentences(text).stream().mapToInt(Span::end).toArray(),
					() -> ends(BreakIterator.getWordInstance(Locale.ROOT), text),
					() -> ends(BreakIterator.getCharacterInstance(Locale.ROOT), text))
			.limit(this.packed.isEmpty() ? 3 : 1)
			.map((cuts) -> cut(passage, cuts.get()))
			.flatMap(Optional::stream)
			.findFirst()
			.orElse(null);
	}

	private Optional<RetrievedPassage> cut(RetrievedPassage passage, int[] cuts) {
		int fitting = 0;
		int tooMany = cuts.length;
		while (tooMany - fitting > 1) {
			int middle = (fitting + tooMany) >>> 1;
			if (fits(upTo(passage, cuts[middle - 1]))) {
				fitting = middle;
			}
			else {
				tooMany = middle;
			}
		}
		return (fitting > 0) ? Optional.of(upTo(passage, cuts[fitting - 1])) : Optional.empty();
	}

	private static int[] ends(BreakIterator breaks, String text) {
		breaks.setText(text);
		return IntStream.generate(breaks::next)
			.takeWhile((end) -> end != BreakIterator.DONE)
			.filter((end) -> !Character.isWhitespace(text.charAt(end - 1)))
			.toArray();
	}

	private boolean fits(RetrievedPassage passage) {
		List<PackedPassage> all = new ArrayList<>(this.packed);
		all.add(new PackedPassage(all.size() + 1, passage, false));
		return this.counter.applyAsInt(PassageBlock.text(all, this.fence)) <= this.budget;
	}

	private static RetrievedPassage upTo(RetrievedPassage passage, int end) {
		return part(passage, 0, end);
	}

	/**
	 * Takes away what packed passages of the document hold at the beginning or the end.
	 */
	private @Nullable RetrievedPassage withoutRepeated(RetrievedPassage passage) {
		int from = passage.span().start();
		int to = passage.span().end();
		boolean changed = true;
		while (changed && from < to) {
			changed = false;
			for (PackedPassage each : this.packed) {
				Span span = each.passage().span();
				if (each.passage().isOfSameDocumentAs(passage) && span.start() < to && span.end() > from) {
					int newFrom = (span.start() <= from) ? Math.min(span.end(), to) : from;
					int newTo = (span.end() >= to && newFrom == from) ? span.start() : to;
					changed |= newFrom != from || newTo != to;
					from = newFrom;
					to = newTo;
				}
			}
		}
		int offset = passage.span().start();
		RetrievedPassage rest = (from < to) ? part(passage, from - offset, to - offset) : null;
		return (rest == null || rest.text().isBlank()) ? null : rest;
	}

	private static RetrievedPassage part(RetrievedPassage passage, int start, int end) {
		if (start == 0 && end == passage.text().length()) {
			return passage;
		}
		int from = start;
		while (start > 0 && from < end && Character.isWhitespace(passage.text().charAt(from))) {
			from++;
		}
		int offset = passage.span().start();
		return passage.withText(passage.text().substring(from, end), new Span(offset + from, offset + end));
	}

	private static String plain(RetrievedPassage passage) {
		return SPACE.matcher(passage.text()).replaceAll(" ").strip();
	}

}
