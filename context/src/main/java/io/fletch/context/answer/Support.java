package io.fletch.context.answer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.fletch.context.splitting.Span;

/**
 * Finds the sentences that bear a claim out, one a passage. Together they must have half
 * of its words; its numbers must stand in them or beside them, of the same sign and unit.
 */
final class Support {

	private static final double LEAST_SHARE = 0.5;

	/** The same of one passage among several that are cited at once. */
	private static final double LEAST_PART = 0.2;

	private static final Pattern ITEM = Pattern.compile("^\\s*\\d{1,3}[.)]\\s");

	private final List<String> terms;

	private final Set<String> known;

	private final List<Quantity> quantities;

	private final Map<Integer, Optional<Part>> parts = new HashMap<>();

	private Support(Set<String> terms, List<Quantity> quantities) {
		this.terms = List.copyOf(terms);
		this.known = terms;
		this.quantities = quantities;
	}

	static Support of(String claim) {
		String said = ITEM.matcher(claim).replaceFirst("");
		return new Support(Terms.of(said), new QuantityReader(said).read().stream().distinct().toList());
	}

	/**
	 * Finds the sentences of passages that are cited together.
	 * @param cited the passages by their numbers
	 * @return where the sentences stand in the passages that have a part in it; empty if
	 * the claim is not borne out
	 */
	Map<Integer, Span> sentences(Map<Integer, PassageText> cited) {
		Map<Integer, Span> found = new HashMap<>();
		BitSet sharedTerms = new BitSet();
		BitSet knownQuantities = new BitSet();
		cited.forEach((number, passage) -> part(number, passage).ifPresent((part) -> {
			found.put(number, part.sentence());
			sharedTerms.or(part.terms());
			knownQuantities.or(part.quantities());
		}));
		boolean isBorneOut = sharedTerms.cardinality() >= LEAST_SHARE * this.terms.size()
				&& knownQuantities.cardinality() == this.quantities.size();
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
		return Optional.of(new Part(passage.sentences().get(best), terms(passage.terms(best)),
				quantities(passage.quantities(best))));
	}

	private BitSet terms(Set<String> sentence) {
		BitSet terms = new BitSet(this.terms.size());
		for (int index = 0; index < this.terms.size(); index++) {
			terms.set(index, sentence.contains(this.terms.get(index)));
		}
		return terms;
	}

	private BitSet quantities(StatedQuantities stated) {
		BitSet quantities = new BitSet(this.quantities.size());
		for (int index = 0; index < this.quantities.size(); index++) {
			quantities.set(index, stated.bearOut(this.quantities.get(index)));
		}
		return quantities;
	}

	/**
	 * Dice's coefficient: twice the shared words over all words; 0 where too few of the
	 * claim's words are shared.
	 */
	private double likeness(Set<String> sentence) {
		int shared = shared(sentence);
		return (shared > 0 && shared >= LEAST_PART * this.terms.size())
				? 2.0 * shared / (this.terms.size() + sentence.size()) : 0;
	}

	private int shared(Set<String> sentence) {
		boolean isShorter = sentence.size() < this.known.size();
		Set<String> other = isShorter ? this.known : sentence;
		return (int) (isShorter ? sentence : this.known).stream().filter(other::contains).count();
	}

	/**
	 * What one passage has of a claim.
	 *
	 * @param sentence where the sentence that is most like the claim stands
	 * @param terms which of the claim's words it has
	 * @param quantities which of the claim's numbers stand in it or beside it
	 */
	private record Part(Span sentence, BitSet terms, BitSet quantities) {
	}

}
