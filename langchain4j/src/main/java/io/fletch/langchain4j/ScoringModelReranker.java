package io.fletch.langchain4j;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.scoring.ScoringModel;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * A {@link ScoringModel} of LangChain4j as a reranker. It judges the text that a search
 * is about, of the first rows of the fused rankings; other rows, and those without text,
 * are left away.
 */
public final class ScoringModelReranker implements Reranker {

	/** How many rows are judged unless another number is given. */
	public static final int DEFAULT_DEPTH = 100;

	private final String name;

	private final ScoringModel model;

	private final int depth;

	/**
	 * Lets a model judge the first {@value #DEFAULT_DEPTH} rows.
	 * @param name the name by which configuration refers to the reranker
	 * @param model the model
	 */
	public ScoringModelReranker(String name, ScoringModel model) {
		this(name, model, DEFAULT_DEPTH);
	}

	/**
	 * Lets a model judge the first rows.
	 * @param name the name by which configuration refers to the reranker
	 * @param model the model
	 * @param depth how many rows, at least 1
	 * @throws InvalidInputException if the number is less than 1
	 */
	public ScoringModelReranker(String name, ScoringModel model, int depth) {
		this.name = Objects.requireNonNull(name, "name");
		this.model = Objects.requireNonNull(model, "model");
		this.depth = depth;
		if (depth < 1) {
			throw new InvalidInputException("depth must be at least 1, but was " + depth);
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int mostRows() {
		return this.depth;
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		List<Candidate> fused = rows.fused();
		List<Candidate> first = fused.subList(0, Math.min(this.depth, fused.size()));
		List<@Nullable Object> values = rows.valuesOf(null, first);
		List<Candidate> judged = new ArrayList<>();
		List<TextSegment> texts = new ArrayList<>();
		for (int i = 0; i < first.size(); i++) {
			if (values.get(i) instanceof String text && !text.isBlank()) {
				judged.add(first.get(i));
				texts.add(TextSegment.from(text));
			}
		}
		return texts.isEmpty() ? List.of() : ranked(judged, scores(texts, rows.query()));
	}

	private List<Double> scores(List<TextSegment> texts, String question) {
		if (question.isBlank()) {
			throw new InvalidInputException("The reranker '" + this.name
					+ "' judges rows by a question, but that of the search is blank; give one by rerank(reranker, question)");
		}
		List<Double> scores = this.model.scoreAll(texts, question).content();
		if (scores.size() != texts.size()) {
			throw new InvalidInputException("The scoring model of the reranker '" + this.name + "' gave "
					+ scores.size() + " scores for " + texts.size() + " texts");
		}
		return scores;
	}

	private List<Candidate> ranked(List<Candidate> judged, List<Double> scores) {
		List<Candidate> ranked = new ArrayList<>(judged.size());
		for (int i = 0; i < judged.size(); i++) {
			Double score = scores.get(i);
			if (score == null || score.isNaN()) {
				throw new InvalidInputException(
						"The scoring model of the reranker '" + this.name + "' gave text " + (i + 1) + " of "
								+ scores.size() + " the score " + score + "; it must give a number for each");
			}
			ranked.add(new Candidate(judged.get(i).rowId(), score));
		}
		ranked.sort(Comparator.comparingDouble(Candidate::score).reversed());
		return ranked;
	}

}
