package io.fletch.rerankers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fletch.embeddings.hub.HubSettings;
import io.fletch.embeddings.onnx.Lifetime;
import io.fletch.embeddings.onnx.ModelFile;
import io.fletch.embeddings.onnx.ModelFiles;
import io.fletch.embeddings.onnx.OnnxModel;
import io.fletch.embeddings.onnx.OnnxSettings;
import io.fletch.embeddings.onnx.TextModel;
import io.fletch.embeddings.onnx.TokenLayout;
import io.fletch.embeddings.onnx.TokenVectors;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.query.Reranker;

/**
 * A model that reads a question and a text together and judges how well they fit, by ONNX
 * Runtime in this process. Any export with {@code tokenizer.json} and an output
 * {@code logits} will do: of one number a pair, or of two, of which the second is for
 * what fits. Scores are from 0 to 1, the logistic function of what the network gives.
 * <p>
 * Safe for use by several threads at once; {@link #close()} waits for the calls under
 * way. A thread that is interrupted stops at the next batch.
 *
 * @see <a href="https://www.sbert.net/docs/cross_encoder/usage/usage.html">Cross-encoders
 * of Sentence Transformers</a>
 */
public final class CrossEncoder implements RelevanceModel {

	/** The name by which configuration refers to such models. */
	public static final String NAME = "cross-encoder";

	private static final String USE = "a cross-encoder";

	private static final String OUTPUT = "logits";

	private static final List<String> FILES = List.of("model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx",
			"model_quantized.onnx");

	private static final int LONGEST = 20_000;

	private final TextModel model;

	private final Lifetime lifetime = new Lifetime("reranker", NAME);

	private CrossEncoder(TextModel model) {
		this.model = model;
		// A damaged model may fail only now.
		double logit = logits("a", List.of("b")).getFirst();
		model.requireNumbers(new float[] { (float) logit });
	}

	/**
	 * Returns what can be chosen.
	 * @return the options that {@link #of(EmbeddingOptions)} reads
	 */
	public static List<EmbeddingOption> options() {
		List<EmbeddingOption> options = new ArrayList<>(ModelFiles.options());
		options.add(EmbeddingOption.optional("file",
				"the ONNX file within the model; model.onnx or onnx/model.onnx by default"));
		options.add(TokenLayout.MAX_TOKENS);
		options.addAll(OnnxSettings.options());
		options.addAll(HubSettings.options());
		return options;
	}

	/**
	 * Loads a model from a folder.
	 * @param folder the folder, with {@code model.onnx} and {@code tokenizer.json}
	 * @return the model; the caller closes it
	 * @throws EmbeddingException if a file is missing or damaged
	 */
	public static CrossEncoder ofFolder(Path folder) {
		Objects.requireNonNull(folder, "folder");
		return load(ModelFiles.ofFolder(folder, USE), new EmbeddingOptions(NAME, Map.of()));
	}

	/**
	 * Loads a model from a folder, the class path or a hub.
	 * @param options which model, and how it is run
	 * @return the model; the caller closes it
	 * @throws EmbeddingException if a file is missing or damaged, or an option has a
	 * value that means nothing
	 */
	public static CrossEncoder of(EmbeddingOptions options) {
		Objects.requireNonNull(options, "options");
		return load(ModelFiles.of(options, USE), options);
	}

	private static CrossEncoder load(ModelFiles files, EmbeddingOptions options) {
		ModelFile file = files.requireNetwork(options, "file", FILES);
		ModelFile vocabulary = files.require("tokenizer.json");
		TokenLayout layout = TokenLayout.read(files, options, 512);
		OnnxSettings settings = OnnxSettings.of(options);
		return file.with(OnnxModel.load(file, settings), USE, (network) -> {
			network.requireInputs(TextModel.INPUT_IDS, TextModel.INPUTS, USE);
			if (!network.hasOutput(OUTPUT, 2)) {
				throw network.withoutOutput(USE, "logits [pairs, labels]");
			}
			return file.with(TextModel.of(network, vocabulary, layout, settings, OnnxModel.NO_OTHERS), USE,
					CrossEncoder::new);
		});
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public double[] scores(String query, List<String> texts) {
		Objects.requireNonNull(query, "query");
		Objects.requireNonNull(texts, "texts");
		try {
			return logits(query, texts).stream().mapToDouble((logit) -> 1 / (1 + Math.exp(-logit))).toArray();
		}
		catch (EmbeddingException ex) {
			throw new RerankException("The reranker 'cross-encoder' " + (Thread.currentThread().isInterrupted()
					? "was interrupted while it judged " + texts.size() + " texts" : "failed: " + ex.getMessage()), ex);
		}
	}

	private List<Double> logits(String query, List<String> texts) {
		String question = cut(query);
		List<String> cut = texts.stream().map(CrossEncoder::cut).toList();
		return this.lifetime.use(() -> this.model.run(this.model.pairs(question, cut), OUTPUT, CrossEncoder::logit));
	}

	/** What lies further behind is beyond the tokens that a model reads. */
	private static String cut(String text) {
		if (text.length() <= LONGEST) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
	}

	private static double logit(TokenVectors logits) {
		float[] labels = logits.vector(0);
		return switch (labels.length) {
			case 1 -> labels[0];
			case 2 -> (double) labels[1] - labels[0];
			default -> throw new EmbeddingException("The model gives " + labels.length
					+ " labels a pair, but a cross-encoder that ranks gives 1 or 2. Use another export.");
		};
	}

	/**
	 * Frees the model, after the calls under way have ended. A second call does nothing.
	 */
	@Override
	public void close() {
		this.lifetime.end(this.model::close);
	}

	/**
	 * Makes rerankers by such models.
	 */
	public static final class Factory implements RerankerFactory {

		@Override
		public String alias() {
			return NAME;
		}

		@Override
		public List<EmbeddingOption> options() {
			List<EmbeddingOption> options = new ArrayList<>(RerankScope.options());
			options.addAll(CrossEncoder.options());
			return options;
		}

		@Override
		public Reranker create(EmbeddingOptions options) {
			Objects.requireNonNull(options, "options");
			RerankScope scope = RerankScope.of(options);
			return new ModelReranker(of(options), scope);
		}

	}

}
