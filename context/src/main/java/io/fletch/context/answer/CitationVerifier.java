package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fletch.context.ingestion.Passage;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Span;

/**
 * Checks the citations of an answer that a model wrote: every {@code [n]} should be borne
 * out by a sentence of the n-th passage. Immutable.
 */
public final class CitationVerifier {

	private static final Pattern MARK = Pattern.compile("\\[(\\d{1,3}(?:\\s*[,;]\\s*\\d{1,3})*)\\]");

	private static final Pattern MARKS_AT_START = Pattern.compile("^(?:\\s*\\[[\\d\\s,;]+\\])+");

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	/**
	 * Finds the sentences that an answer's citations stand for.
	 * @param answer the answer, with citations such as {@code [1]} or {@code [1, 3]}
	 * @param passages the passages that the model was given, in the order of their
	 * numbers
	 * @return the citations in the order of the answer, each at most once. Left out are
	 * numbers that no passage has, and those whose passage shares no word with what they
	 * are cited for
	 */
	public List<Citation> verify(String answer, List<RetrievedPassage> passages) {
		List<Citation> citations = new ArrayList<>();
		for (Claim claim : claims(answer)) {
			for (int number : claim.numbers()) {
				if (number >= 1 && number <= passages.size()) {
					find(claim.terms(), number, passages.get(number - 1).passage())
						.filter((citation) -> !citations.contains(citation))
						.ifPresent(citations::add);
				}
			}
		}
		return List.copyOf(citations);
	}

	private static List<Claim> claims(String answer) {
		List<Claim> claims = new ArrayList<>();
		String before = "";
		for (Span span : SentenceSplitter.sentences(answer)) {
			String sentence = span.of(answer);
			// Many models put the mark after the full stop, where it begins the next
			// sentence.
			Matcher late = MARKS_AT_START.matcher(sentence);
			if (late.find()) {
				claims.add(new Claim(Terms.of(withoutMarks(before)), numbers(late.group())));
				sentence = sentence.substring(late.end());
			}
			claims.add(new Claim(Terms.of(withoutMarks(sentence)), numbers(sentence)));
			before = sentence.isBlank() ? before : sentence;
		}
		return claims;
	}

	private static String withoutMarks(String text) {
		return MARK.matcher(text).replaceAll(" ");
	}

	private static List<Integer> numbers(String text) {
		return MARK.matcher(text)
			.results()
			.flatMap((mark) -> NUMBER.matcher(mark.group(1)).results())
			.map((number) -> Integer.valueOf(number.group()))
			.toList();
	}

	private static Optional<Citation> find(Set<String> claim, int number, Passage passage) {
		Span best = null;
		double bestLikeness = 0;
		for (Span sentence : SentenceSplitter.sentences(passage.text())) {
			double likeness = likeness(claim, Terms.of(sentence.of(passage.text())));
			if (likeness > bestLikeness) {
				bestLikeness = likeness;
				best = sentence;
			}
		}
		return Optional.ofNullable(best).map((span) -> new Citation(number, passage.id(), span.start(), span.end()));
	}

	/**
	 * Dice's coefficient: twice the shared words over all words.
	 */
	private static double likeness(Set<String> left, Set<String> right) {
		long shared = left.stream().filter(right::contains).count();
		return (shared > 0) ? 2.0 * shared / (left.size() + right.size()) : 0;
	}

	/**
	 * A sentence of the answer and the passages that it cites.
	 */
	private record Claim(Set<String> terms, List<Integer> numbers) {
	}

}
