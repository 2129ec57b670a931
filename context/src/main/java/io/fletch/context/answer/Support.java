package io.fletch.context.answer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Span;

/**
 * The sentences that bear a claim out, one a passage. Together they must have half of its
 * words; its numbers must stand in them or beside them.
 */
final class Support {

	/** What cannot be borne out. */
	static final Support NONE = new Support(Set.of(), Set.of());

	private static final double LEAST_SHARE = 0.5;

	/** The same of one passage among several that are cited at once. */
	private static final double LEAST_PART = 0.2;

	private static final Pattern ITEM = Pattern.compile("^\\s*\\d{1,3}[.)]\\s");

	private static final Pattern NUMBER = Pattern.compile("\\p{Nd}+(?:[.,'\u2019\u00a0\u202f]\\p{Nd}+){0,20}");

	private static final Pattern GROUP = Pattern.compile("[.,'\u2019\u00a0\u202f](?=\\p{Nd}{3}(?!\\p{Nd}))");

	private final Set<String> terms;

	private final Set<String> numbers;

	private final Map<Integer, Span> found = new HashMap<>();

	private final Set<String> sharedTerms = new HashSet<>();

	private final Set<String> knownNumbers = new HashSet<>();

	private Support(Set<String> terms, Set<String> numbers) {
		this.terms = terms;
		this.numbers = numbers;
	}

	static Support of(String claim) {
		String said = ITEM.matcher(claim).replaceFirst("");
		return new Support(Terms.of(said), numbers(said));
	}

	void look(int number, RetrievedPassage passage) {
		List<Span> sentences = SentenceSplitter.sentences(passage.text());
		int best = -1;
		double bestLikeness = 0;
		for (int index = 0; index < sentences.size(); index++) {
			double likeness = likeness(Terms.of(sentences.get(index).of(passage.text())));
			if (likeness > bestLikeness) {
				bestLikeness = likeness;
				best = index;
			}
		}
		if (best < 0) {
			return;
		}
		Span sentence = sentences.get(best);
		this.found.put(number, sentence);
		Terms.of(sentence.of(passage.text())).stream().filter(this.terms::contains).forEach(this.sharedTerms::add);
		int from = sentences.get(Math.max(0, best - 1)).start();
		int to = sentences.get(Math.min(sentences.size() - 1, best + 1)).end();
		this.knownNumbers.addAll(numbers(passage.text().substring(from, to)));
		this.knownNumbers.addAll(numbers(passage.heading()));
	}

	/**
	 * Returns the sentence of a passage.
	 * @return where it stands in the passage; empty if the claim is not borne out, or
	 * this passage has no part in it
	 */
	Optional<Span> sentence(int number) {
		boolean isBorneOut = this.sharedTerms.size() >= LEAST_SHARE * this.terms.size()
				&& this.knownNumbers.containsAll(this.numbers);
		return isBorneOut ? Optional.ofNullable(this.found.get(number)) : Optional.empty();
	}

	/**
	 * Dice's coefficient: twice the shared words over all words; 0 where too few of the
	 * claim's words are shared.
	 */
	private double likeness(Set<String> sentence) {
		long shared = this.terms.stream().filter(sentence::contains).count();
		return (shared > 0 && shared >= LEAST_PART * this.terms.size())
				? 2.0 * shared / (this.terms.size() + sentence.size()) : 0;
	}

	private static Set<String> numbers(@Nullable String text) {
		if (text == null) {
			return Set.of();
		}
		return NUMBER.matcher(text)
			.results()
			.map((number) -> GROUP.matcher(number.group()).replaceAll("").replace(',', '.'))
			.collect(Collectors.toSet());
	}

}
