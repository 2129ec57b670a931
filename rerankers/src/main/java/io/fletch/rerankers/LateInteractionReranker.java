package io.fletch.rerankers;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.embeddings.colbert.Colbert;
import io.fletch.store.MaxSim;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * Ranks rows by late interaction, named {@code colbert}: for each token of the question
 * the greatest cosine with a token of the text, all of that added up. A column of text is
 * embedded for each search; a column that has the vectors of the tokens already is read.
 * The rows of several rankings are fused by reciprocal rank fusion first; those that come
 * first then are judged. Rows without text or vectors are left away, and so are those
 * whose vectors all have length 0.
 *
 * @see <a href="https://arxiv.org/abs/2004.12832">ColBERT</a>
 */
public final class LateInteractionReranker implements Reranker, AutoCloseable {

	/** The name by which configuration refers to this reranker. */
	public static final String NAME = "colbert";

	private final MultiVectorEmbeddingFunction function;

	private final RerankScope scope;

	/**
	 * Ranks by the text that a search is about, the first 100 rows.
	 * @param function makes the vectors of tokens; closed with this reranker
	 */
	public LateInteractionReranker(MultiVectorEmbeddingFunction function) {
		this(function, RerankScope.DEFAULT);
	}

	/**
	 * Ranks by a column of text, or of the vectors that the function made of text.
	 * @param function makes the vectors of tokens; closed with this reranker
	 * @param scope what is judged
	 */
	public LateInteractionReranker(MultiVectorEmbeddingFunction function, RerankScope scope) {
		this.function = Objects.requireNonNull(function, "function");
		this.scope = Objects.requireNonNull(scope, "scope");
	}

	@Override
	public String name() {
		return NAME;
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
		String question = RerankScope.requireQuestion(NAME, rows);
		Stored stored = new Stored(new ArrayList<>(), new ArrayList<>());
		List<@Nullable Object> values = rows.valuesOf(this.scope.column(), first);
		for (int i = 0; i < first.size(); i++) {
			Object value = values.get(i);
			if (value != null && !(value instanceof String text && text.isBlank())) {
				stored.add(first.get(i), value);
			}
		}
		return stored.rows.isEmpty() ? List.of() : ranked(question, stored);
	}

	private List<Candidate> ranked(String question, Stored stored) {
		try {
			List<List<float[]>> vectors = vectors(stored);
			MaxSim compared = new MaxSim(this.function.embedQueryTokens(question));
			List<Candidate> judged = new ArrayList<>(vectors.size());
			List<Double> scores = new ArrayList<>(vectors.size());
			for (int i = 0; i < vectors.size(); i++) {
				double score = compared.score(vectors.get(i));
				if (!Double.isNaN(score)) {
					judged.add(stored.rows.get(i));
					scores.add(score);
				}
			}
			return this.scope.ranked(NAME, judged, scores.stream().mapToDouble(Double::doubleValue).toArray());
		}
		catch (EmbeddingException ex) {
			throw new RerankException(
					"The reranker 'colbert' could not judge " + stored.rows.size() + " texts: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Embeds the texts, all in one go.
	 */
	private List<List<float[]>> vectors(Stored stored) {
		List<String> texts = stored.texts();
		List<float[][]> embedded = texts.isEmpty() ? List.of() : this.function.embedSourceTokens(texts);
		if (embedded.size() != texts.size()) {
			throw new RerankException("The model of the reranker 'colbert' gave vectors of " + embedded.size()
					+ " texts for " + texts.size() + " texts");
		}
		Iterator<float[][]> next = embedded.iterator();
		List<List<float[]>> vectors = new ArrayList<>(stored.values.size());
		for (Object value : stored.values) {
			vectors.add((value instanceof String) ? List.of(next.next()) : tokens(value));
		}
		return vectors;
	}

	private List<float[]> tokens(Object value) {
		if (!(value instanceof List<?> list)) {
			throw this.scope.misfit(NAME, "texts, or of several vectors a row", value);
		}
		List<float[]> tokens = new ArrayList<>(list.size());
		for (Object each : list) {
			if (!(each instanceof float[] vector)) {
				throw this.scope.misfit(NAME, "texts, or of several float vectors a row", value);
			}
			tokens.add(vector);
		}
		return tokens;
	}

	@Override
	public void close() {
		this.function.close();
	}

	/**
	 * Rows with what they hold.
	 *
	 * @param rows the rows
	 * @param values texts, or vectors of tokens
	 */
	private record Stored(List<Candidate> rows, List<Object> values) {

		void add(Candidate row, Object value) {
			this.rows.add(row);
			this.values.add(value);
		}

		List<String> texts() {
			return this.values.stream().filter(String.class::isInstance).map(String.class::cast).toList();
		}

	}

	/**
	 * Makes such rerankers of models of late interaction.
	 */
	public static final class Factory implements RerankerFactory {

		private static final Colbert COLBERT = new Colbert();

		@Override
		public String alias() {
			return NAME;
		}

		@Override
		public List<EmbeddingOption> options() {
			List<EmbeddingOption> options = new ArrayList<>(RerankScope.options());
			options.addAll(COLBERT.options());
			return options;
		}

		@Override
		public Reranker create(EmbeddingOptions options) {
			Objects.requireNonNull(options, "options");
			RerankScope scope = RerankScope.of(options);
			return new LateInteractionReranker((MultiVectorEmbeddingFunction) COLBERT.create(NAME, options), scope);
		}

	}

}
