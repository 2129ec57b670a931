package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.Span;

/**
 * Checks the citations of an answer that a model wrote: every {@code [n]} should be borne
 * out by a sentence of the n-th passage, and what the answer quotes should stand in it
 * word by word. Words are compared, not meanings: a sentence in wholly other words is not
 * verified, and one that denies what is said is. Numbers are compared with their signs
 * and units. Immutable.
 */
public final class CitationVerifier {

	/**
	 * How many numbers of an answer are checked. The next one is reported as unsupported,
	 * whatever it cites, and ends the check: an answer that cites more is never clean.
	 */
	public static final int MOST_NUMBERS = 20_000;

	/**
	 * Finds the sentences that an answer's citations stand for.
	 * @param answer the answer, with citations such as {@code [1]}, {@code [1, 3]},
	 * {@code [1][3]} or {@code [1-3]}
	 * @param passages the passages that the model was given, in the order of their
	 * numbers
	 * @return the citations in the order of the answer, each at most once. Left out are
	 * numbers that no passage has, and those whose passage does not bear out what they
	 * are cited for
	 */
	public List<Citation> verify(String answer, List<RetrievedPassage> passages) {
		Objects.requireNonNull(answer, "answer");
		Objects.requireNonNull(passages, "passages");
		return check(answer, passages).citations();
	}

	/**
	 * Checks every number that an answer cites. What it quotes, 8 characters or more
	 * between quotation marks, must stand in one of the passages that are cited with it.
	 * @param answer the answer, with citations such as {@code [1]}, {@code [1, 3]},
	 * {@code [1][3]} or {@code [1-3]}
	 * @param passages the passages that the model was given, in the order of their
	 * numbers
	 * @return what became of each number, and of what looks like a citation, up to
	 * {@link #MOST_NUMBERS} and one more that is unsupported where there are more
	 */
	public CitationCheck check(String answer, List<RetrievedPassage> passages) {
		Objects.requireNonNull(answer, "answer");
		Objects.requireNonNull(passages, "passages");
		Map<Integer, PassageText> texts = new HashMap<>();
		Map<String, Support> supports = new HashMap<>();
		List<CheckedMark> marks = new ArrayList<>();
		for (Claims.Claim claim : Claims.of(answer, MOST_NUMBERS + 1)) {
			Map<Integer, PassageText> cited = cited(claim, passages, texts);
			Map<Integer, Span> found = found(claim, cited, supports);
			for (CitationMarks.Cited each : claim.cited()) {
				boolean isRead = marks.size() < MOST_NUMBERS;
				marks.add(isRead ? checked(each, cited.get(each.number()), found.get(each.number()))
						: unverified(each, MarkStatus.UNSUPPORTED));
			}
		}
		return new CitationCheck(marks);
	}

	/** A number that is cited again and again is looked up once. */
	private static Map<Integer, PassageText> cited(Claims.Claim claim, List<RetrievedPassage> passages,
			Map<Integer, PassageText> texts) {
		Map<Integer, PassageText> cited = new LinkedHashMap<>();
		for (CitationMarks.Cited each : claim.cited()) {
			int number = each.number();
			if (each.isReadable() && number >= 1 && number <= passages.size() && !cited.containsKey(number)) {
				cited.put(number, texts.computeIfAbsent(number, (key) -> new PassageText(passages.get(key - 1))));
			}
		}
		return cited;
	}

	/**
	 * Returns where each passage bears a claim out. Several that are cited at once do so
	 * together.
	 */
	private static Map<Integer, Span> found(Claims.Claim claim, Map<Integer, PassageText> cited,
			Map<String, Support> supports) {
		Map<Integer, Span> quoted = new HashMap<>();
		for (Quotes.Quote quote : claim.quotes()) {
			boolean isFound = false;
			for (Map.Entry<Integer, PassageText> each : cited.entrySet()) {
				Optional<Span> place = each.getValue().find(quote.text());
				place.ifPresent((span) -> quoted.putIfAbsent(each.getKey(), span));
				isFound |= place.isPresent();
			}
			if (!isFound || !quote.isWhole()) {
				return Map.of();
			}
		}
		Map<Integer, Span> found = new HashMap<>(supports.computeIfAbsent(claim.text(), Support::of).sentences(cited));
		found.putAll(quoted);
		return found;
	}

	private static CheckedMark checked(CitationMarks.Cited cited, @Nullable PassageText text, @Nullable Span span) {
		if (!cited.isReadable()) {
			return unverified(cited, MarkStatus.UNREADABLE);
		}
		if (text == null) {
			return unverified(cited, MarkStatus.OUT_OF_RANGE);
		}
		if (span == null) {
			return unverified(cited, MarkStatus.UNSUPPORTED);
		}
		RetrievedPassage passage = text.passage();
		int offset = passage.span().start();
		return new CheckedMark(cited.number(), cited.mark(), MarkStatus.VERIFIED,
				new Citation(cited.number(), passage.id(), span.start(), span.end()),
				new Span(offset + span.start(), offset + span.end()));
	}

	private static CheckedMark unverified(CitationMarks.Cited cited, MarkStatus status) {
		return new CheckedMark(cited.number(), cited.mark(), status, null, null);
	}

}
