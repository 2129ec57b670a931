package io.fletch.sample.evaluation;

import java.time.Duration;
import java.util.List;

import io.fletch.evaluation.GoldenQuestion;
import io.fletch.sample.collection.DocumentCollection;
import io.fletch.sample.collection.DocumentCollections;
import io.fletch.sample.collection.UnknownCollectionException;
import io.fletch.sample.collection.UnusableFunctionException;
import io.fletch.sample.playground.Playground;
import io.fletch.sample.playground.Playgrounds;
import io.fletch.sample.playground.RankedPassage;
import io.fletch.sample.playground.RankedPassages;
import io.fletch.sample.playground.RankingChoice;
import io.fletch.sample.playground.Trial;

/**
 * The rankings of the playground as what is measured: the one place that knows how to ask
 * them.
 */
final class PassageSearch {

	private final Playground playground;

	private final DocumentCollection collection;

	private final DocumentCollections collections;

	PassageSearch(DocumentCollection collection, Playgrounds playgrounds, DocumentCollections collections) {
		this.playground = playgrounds.of(collection);
		this.collection = collection;
		this.collections = collections;
	}

	/** Tells whether the collection is still there; another one may have its id now. */
	boolean isThere() {
		try {
			return this.collections.open(this.collection.id()) == this.collection;
		}
		catch (UnknownCollectionException | UnusableFunctionException ex) {
			return false;
		}
	}

	/**
	 * Finds the labels of rankings, and sees that the filter fits.
	 * @throws io.fletch.sample.playground.InvalidFilterException if the filter does not
	 * fit the passages
	 * @throws RefusedException if there is no such ranking
	 */
	List<RankingLabel> check(RunPlan plan, GoldenQuestion first) {
		List<RankingChoice> choices = this.playground.choices();
		List<RankingLabel> labels = plan.rankings().stream().map((name) -> label(choices, name)).toList();
		this.playground.measure(new Trial(first.text(), "text", 1, plan.filter()));
		return labels;
	}

	private static RankingLabel label(List<RankingChoice> choices, String name) {
		RankingChoice choice = choices.stream()
			.filter((each) -> each.name().equals(name))
			.findFirst()
			.orElseThrow(() -> RunPlan.invalid("rankings",
					"rankings has " + RefusedException.shown(name) + ", which is none. Choose of "
							+ String.join(", ", choices.stream().map(RankingChoice::name).toList()) + "."));
		boolean isAlone = choices.stream().filter((each) -> each.label().equals(choice.label())).count() == 1;
		return new RankingLabel(name, isAlone ? choice.label() : name);
	}

	/**
	 * Asks a ranking.
	 * @return what it found in the terms of the golden questions, best first; of several
	 * passages of a document each names it
	 */
	Found ask(RunPlan plan, String kind, String ranking, String question) {
		if (!isThere()) {
			throw new IllegalStateException("the collection is not there any more");
		}
		RankedPassages ranked = this.playground.measure(new Trial(question, ranking, plan.passages(), plan.filter()));
		List<String> names = ranked.hits()
			.stream()
			.map(kind.equals(GoldenFile.PASSAGES) ? RankedPassage::id : RankedPassage::documentName)
			.toList();
		return new Found(names, Duration.ofNanos(Math.round(ranked.milliseconds() * 1e6)));
	}

	/**
	 * What a ranking found.
	 *
	 * @param names the names, best first
	 * @param time how long the search took
	 */
	record Found(List<String> names, Duration time) {
	}

}
