package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.Span;

/**
 * Checks the citations of an answer that a model wrote: every {@code [n]} should be borne
 * out by a sentence of the n-th passage, and what the answer quotes should stand in it
 * word by word. Words are compared, not meanings: a sentence in wholly other words is not
 * verified, and one that denies what is said is. Immutable.
 */
public final class CitationVerifier {

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
		return check(answer, passages).citations();
	}

	/**
	 * Checks every number that an answer cites. What it quotes, 8 characters or more
	 * between quotation marks, must stand in one of the passages that are cited with it.
	 * @param answer the answer, with citations such as {@code [1]}, {@code [1, 3]},
	 * {@code [1][3]} or {@code [1-3]}
	 * @param passages the passages that the model was given, in the order of their
	 * numbers
	 * @return what became of each number
	 */
	public CitationCheck check(String answer, List<RetrievedPassage> passages) {
		List<CheckedMark> marks = new ArrayList<>();
		Map<Integer, Quotation> texts = new HashMap<>();
		for (Claims.Claim claim : Claims.of(answer)) {
			List<Quotation> cited = claim.cited()
				.stream()
				.map(Claims.Cited::number)
				.filter((number) -> number >= 1 && number <= passages.size())
				.map((number) -> texts.computeIfAbsent(number, (key) -> new Quotation(passages.get(key - 1).text())))
				.toList();
			boolean isQuotedRight = claim.quotes()
				.stream()
				.allMatch((quote) -> quote.isWhole()
						&& cited.stream().anyMatch((text) -> text.find(quote.text()).isPresent()));
			Support support = isQuotedRight ? support(claim, passages) : Support.NONE;
			for (Claims.Cited each : claim.cited()) {
				marks.add(checked(claim, each, support, passages));
			}
		}
		return new CitationCheck(marks);
	}

	/** Several passages that are cited at once bear a claim out together. */
	private static Support support(Claims.Claim claim, List<RetrievedPassage> passages) {
		Support support = Support.of(claim.text());
		claim.cited()
			.stream()
			.map(Claims.Cited::number)
			.filter((number) -> number >= 1 && number <= passages.size())
			.distinct()
			.forEach((number) -> support.look(number, passages.get(number - 1)));
		return support;
	}

	private static CheckedMark checked(Claims.Claim claim, Claims.Cited cited, Support support,
			List<RetrievedPassage> passages) {
		int number = cited.number();
		if (number < 1 || number > passages.size()) {
			return new CheckedMark(number, cited.mark(), MarkStatus.OUT_OF_RANGE, null, null);
		}
		RetrievedPassage passage = passages.get(number - 1);
		Optional<Span> found = (support != Support.NONE) ? quoted(claim, passage).or(() -> support.sentence(number))
				: Optional.empty();
		return found.map((span) -> verified(cited, passage, span))
			.orElseGet(() -> new CheckedMark(number, cited.mark(), MarkStatus.UNSUPPORTED, null, null));
	}

	private static Optional<Span> quoted(Claims.Claim claim, RetrievedPassage passage) {
		if (claim.quotes().isEmpty()) {
			return Optional.empty();
		}
		Quotation text = new Quotation(passage.text());
		return claim.quotes().stream().map((quote) -> text.find(quote.text())).flatMap(Optional::stream).findFirst();
	}

	private static CheckedMark verified(Claims.Cited cited, RetrievedPassage passage, Span span) {
		int offset = passage.span().start();
		return new CheckedMark(cited.number(), cited.mark(), MarkStatus.VERIFIED,
				new Citation(cited.number(), passage.id(), span.start(), span.end()),
				new Span(offset + span.start(), offset + span.end()));
	}

}
