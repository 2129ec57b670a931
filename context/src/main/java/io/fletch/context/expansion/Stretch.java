package io.fletch.context.expansion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.Span;

/**
 * A part of a document's text, put together from the passages that are stored of it.
 * Passages leave out the white space between sections: where so little is missing, line
 * breaks stand for it, so that offsets stay exact.
 */
final class Stretch {

	/** More missing characters than this are text, which is not made up. */
	static final int MOST_MISSING = 8;

	private final int start;

	private final StringBuilder text;

	private Stretch(RetrievedPassage first) {
		this.start = first.span().start();
		this.text = new StringBuilder(first.text());
	}

	/**
	 * Puts the part together that holds a passage.
	 * @param anchor the passage, whose text is right
	 * @param wanted the most that is taken, together with the anchor
	 * @param stored passages of the same document; those that contradict are passed over
	 */
	static Stretch around(RetrievedPassage anchor, Span wanted, List<RetrievedPassage> stored) {
		List<RetrievedPassage> pieces = Stream
			.concat(Stream.of(anchor), stored.stream().filter((piece) -> agree(anchor, piece)))
			.map((piece) -> (piece == anchor) ? anchor : clipped(piece, wanted))
			.filter((piece) -> piece == anchor || !piece.text().isEmpty())
			.sorted(Comparator.comparingInt((piece) -> piece.span().start()))
			.toList();
		List<Stretch> stretches = new ArrayList<>();
		for (RetrievedPassage piece : pieces) {
			if (stretches.isEmpty() || piece.span().start() > stretches.getLast().end() + MOST_MISSING) {
				stretches.add(new Stretch(piece));
			}
			else {
				stretches.getLast().append(piece);
			}
		}
		return stretches.stream()
			.filter((stretch) -> stretch.holds(anchor))
			.findFirst()
			.orElseGet(() -> new Stretch(anchor));
	}

	private void append(RetrievedPassage piece) {
		int from = piece.span().start() - this.start;
		if (from >= this.text.length()) {
			this.text.append("\n".repeat(from - this.text.length())).append(piece.text());
			return;
		}
		int shared = Math.min(this.text.length() - from, piece.text().length());
		if (piece.text().regionMatches(0, this.text.substring(from), 0, shared)) {
			this.text.append(piece.text(), shared, piece.text().length());
		}
	}

	boolean holds(RetrievedPassage passage) {
		int from = passage.span().start() - this.start;
		return from >= 0 && from + passage.text().length() <= this.text.length()
				&& this.text.substring(from).startsWith(passage.text());
	}

	int end() {
		return this.start + this.text.length();
	}

	/**
	 * Gives a passage this text.
	 */
	RetrievedPassage as(RetrievedPassage passage) {
		return passage.withText(this.text.toString(), new Span(this.start, end()));
	}

	private static boolean agree(RetrievedPassage left, RetrievedPassage right) {
		int from = Math.max(left.span().start(), right.span().start());
		int to = Math.min(left.span().end(), right.span().end());
		return from >= to || left.text()
			.regionMatches(from - left.span().start(), right.text(), from - right.span().start(), to - from);
	}

	private static RetrievedPassage clipped(RetrievedPassage piece, Span wanted) {
		int from = Math.max(piece.span().start(), wanted.start());
		int to = Math.max(from, Math.min(piece.span().end(), wanted.end()));
		if (from >= piece.span().end()) {
			return piece.withText("", new Span(piece.span().start(), piece.span().start()));
		}
		int offset = piece.span().start();
		return piece.withText(piece.text().substring(from - offset, to - offset), new Span(from, to));
	}

}
