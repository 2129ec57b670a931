package io.fletch.rerankers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * Ranks rows by what a model makes of their text. The rows of several rankings are fused
 * by reciprocal rank fusion first; those that come first then are judged by the model.
 * Rows without text are left away, and the model is not asked where there is none with
 * text.
 */
public final class ModelReranker implements Reranker, AutoCloseable {

	private final RelevanceModel model;

	private final RerankScope scope;

	/**
	 * Ranks by the text that a search is about, the first 100 rows.
	 * @param model the model; closed with this reranker
	 */
	public ModelReranker(RelevanceModel model) {
		this(model, RerankScope.DEFAULT);
	}

	/**
	 * Ranks by a column.
	 * @param model the model; closed with this reranker
	 * @param scope what it judges
	 */
	public ModelReranker(RelevanceModel model, RerankScope scope) {
		this.model = Objects.requireNonNull(model, "model");
		this.scope = Objects.requireNonNull(scope, "scope");
	}

	@Override
	public String name() {
		return this.model.name();
	}

	@Override
	public int mostRows() {
		return this.scope.mostRows();
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		Objects.requireNonNull(rows, "rows");
		List<Candidate> first = this.scope.first(rows);
		if (first.isEmpty()) {
			return List.of();
		}
		String question = RerankScope.requireQuestion(name(), rows);
		List<Candidate> judged = new ArrayList<>(first.size());
		List<String> texts = new ArrayList<>(first.size());
		List<@Nullable Object> values = rows.valuesOf(this.scope.column(), first);
		for (int i = 0; i < first.size(); i++) {
			Object value = values.get(i);
			if (value != null && !(value instanceof String)) {
				throw this.scope.misfit(name(), "texts", value);
			}
			if (value instanceof String text && !text.isBlank()) {
				judged.add(first.get(i));
				texts.add(text);
			}
		}
		return texts.isEmpty() ? List.of() : this.scope.ranked(name(), judged, this.model.scores(question, texts));
	}

	@Override
	public void close() {
		this.model.close();
	}

	@Override
	public String toString() {
		return "ModelReranker[model=" + this.model + ", scope=" + this.scope + "]";
	}

}
