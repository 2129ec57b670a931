package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Span;

/**
 * A passage that an answer cites, cut and read once however often it is cited.
 */
final class PassageText {

	private final RetrievedPassage passage;

	private final List<Span> sentences;

	private final List<Set<String>> terms = new ArrayList<>();

	private final Map<Integer, StatedQuantities> quantities = new HashMap<>();

	private final Map<String, Optional<Span>> quoted = new HashMap<>();

	private @Nullable Quotation quotation;

	PassageText(RetrievedPassage passage) {
		this.passage = passage;
		this.sentences = SentenceSplitter.sentences(passage.text());
		this.sentences.forEach((sentence) -> this.terms.add(Terms.of(sentence.of(passage.text()))));
	}

	RetrievedPassage passage() {
		return this.passage;
	}

	List<Span> sentences() {
		return this.sentences;
	}

	/**
	 * Returns the words of a sentence that carry meaning.
	 */
	Set<String> terms(int sentence) {
		return this.terms.get(sentence);
	}

	/**
	 * Returns the numbers in a sentence, those beside it and the heading.
	 */
	StatedQuantities quantities(int sentence) {
		return this.quantities.computeIfAbsent(sentence, this::readQuantities);
	}

	private StatedQuantities readQuantities(int sentence) {
		int from = this.sentences.get(Math.max(0, sentence - 1)).start();
		int to = this.sentences.get(Math.min(this.sentences.size() - 1, sentence + 1)).end();
		StatedQuantities read = new StatedQuantities();
		read.add(this.passage.text().substring(from, to));
		read.add(this.passage.heading());
		return read;
	}

	/**
	 * Finds a quotation.
	 * @return where it stands in the passage; empty if it does not
	 */
	Optional<Span> find(String quote) {
		Quotation text = (this.quotation != null) ? this.quotation : new Quotation(this.passage.text());
		this.quotation = text;
		return this.quoted.computeIfAbsent(quote, text::find);
	}

}
