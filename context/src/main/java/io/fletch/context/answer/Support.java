package io.fletch.context.answer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fletch.context.splitting.Span;

/**
 * Finds the sentences that bear a claim out, one a passage. Together they must have half
 * of its words; its numbers must stand in them or beside them.
 */
final class Support {

	private static final double LEAST_SHARE = 0.5;

	/** The same of one passage among several that are cited at once. */
	private static final double LEAST_PART = 0.2;

	private static final Pattern ITEM = Pattern.compile("^\\s*\\d{1,3}[.)]\\s");

	private static final Pattern NUMBER = Pattern.compile("\\p{Nd}+(?:[.,'\u2019\u00a0\u202f]\\p{Nd}+){0,20}");

	private static final Pattern GROUP = Pattern.compile("[.,'\u2019\u00a0\u202f](?=\\p{Nd}{3}(?!\\p{Nd}))");

	private final Set<String> terms;

	private final Set<String> numbers;

	private final Map<Integer, Optional<Part>> parts = new HashMap<>();

	private Support(Set<String> terms, Set<String> numbers) {
		this.terms = terms;
		this.numbers = numbers;
	}

	static Support of(String claim) {
		String said = ITEM.matcher(claim).replaceFirst("");
		return new Support(Terms.of(said), numbers(said));
	}

	/**
	 * Finds the sentences of passages that are cited together.
	 * @param cited the passages by their numbers
	 * @return where the sentences stand in the passages that have a part in it; empty if
	 * the claim is not borne out
	 */
	Map<Integer, Span> sentences(Map<Integer, PassageText> cited) {
		Map<Integer, Span> found = new HashMap<>();
		Set<String> sharedTerms = new HashSet<>();
		Set<String> knownNumbers = new HashSet<>();
		cited.forEach((number, passage) -> part(number, passage).ifPresent((part) -> {
			found.put(number, part.sentence());
			sharedTerms.addAll(part.terms());
			knownNumbers.addAll(part.numbers());
		}));
		boolean isBorneOut = sharedTerms.size() >= LEAST_SHARE * this.terms.size()
				&& knownNumbers.containsAll(this.numbers);
		return isBorneOut ? found : Map.of();
	}

	/** A claim may be cited several times, a mark after the other. */
	private Optional<Part> part(int number, PassageText passage) {
		return this.parts.computeIfAbsent(number, (key) -> look(passage));
	}

	private Optional<Part> look(PassageText passage) {
		int best = -1;
		double bestLikeness = 0;
		for (int index = 0; index < passage.sentences().size(); index++) {
			double likeness = likeness(passage.terms(index));
			if (likeness > bestLikeness) {
				bestLikeness = likeness;
				best = index;
			}
		}
		if (best < 0) {
			return Optional.empty();
		}
		return Optional
			.of(new Part(passage.sentences().get(best), shared(passage.terms(best)), passage.numbers(best)));
	}

	/**
	 * Dice's coefficient: twice the shared words over all words; 0 where too few of the
	 * claim's words are shared.
	 */
	private double likeness(Set<String> sentence) {
		int shared = shared(sentence).size();
		return (shared > 0 && shared >= LEAST_PART * this.terms.size())
				? 2.0 * shared / (this.terms.size() + sentence.size()) : 0;
	}

	private Set<String> shared(Set<String> sentence) {
		boolean isShorter = sentence.size() < this.terms.size();
		Set<String> shared = new HashSet<>();
		for (String term : isShorter ? sentence : this.terms) {
			if ((isShorter ? this.terms : sentence).contains(term)) {
				shared.add(term);
			}
		}
		return shared;
	}

	static Set<String> numbers(@Nullable String text) {
		if (text == null) {
			return Set.of();
		}
		return NUMBER.matcher(text)
			.results()
			.map((number) -> GROUP.matcher(number.group()).replaceAll("").replace(',', '.'))
			.collect(Collectors.toSet());
	}

	/**
	 * What one passage has of a claim.
	 *
	 * @param sentence where the sentence that is most like the claim stands
	 * @param terms the words that it shares with the claim
	 * @param numbers the numbers in it and about it
	 */
	private record Part(Span sentence, Set<String> terms, Set<String> numbers) {
	}

}
