package io.fletch.embeddings.onnx;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.TokenSpans;
import io.fletch.store.embedding.Tokenizer;

/**
 * A sentence transformer that runs in this process by ONNX Runtime. Text beyond the
 * model's greatest number of tokens is ignored; blank text gives the vector that the
 * model has for no words at all.
 * <p>
 * Safe for use by several threads at once; {@link #close()} waits for the calls under
 * way. A thread that is interrupted stops embedding at the next batch.
 */
public final class OnnxSentenceTransformer implements EmbeddingFunction {

	static final String USE = "a sentence transformer";

	static final List<String> FILES = List.of("model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx",
			"model_quantized.onnx");

	private static final List<String> SENTENCE_OUTPUTS = List.of("sentence_embedding");

	private static final List<String> TOKEN_OUTPUTS = List.of("last_hidden_state", "token_embeddings");

	private final String name;

	private final TextModel model;

	private final SentenceConfig config;

	private final String output;

	private final ModelDescription description;

	private final Prefix queryPrefix;

	private final Prefix passagePrefix;

	private final int dimensions;

	private final Lifetime lifetime;

	private OnnxSentenceTransformer(String name, TextModel model, String output, SentenceConfig config,
			String resolved) {
		this.name = name;
		this.model = model;
		this.output = output;
		this.config = config;
		this.lifetime = new Lifetime(name);
		this.queryPrefix = prefix(config.queryPrefix());
		this.passagePrefix = prefix(config.passagePrefix());
		// Exports often leave the dimensions open, and a damaged model may fail only now.
		int all = run(List.of("a"), TokenVectors::dimensions).getFirst();
		this.dimensions = (config.dimensions() != null) ? config.dimensions() : all;
		if (this.dimensions > all) {
			throw new EmbeddingException("The option 'dimensions' of the embedding function '" + name + "' is "
					+ this.dimensions + ", but the model makes vectors of " + all + ": choose no more than these");
		}
		ModelDescription whole = new ModelDescription(resolved, config.settings(model.maxTokens()));
		this.description = (this.dimensions < all) ? whole : uncut(whole);
		model.requireNumbers(embedQuery("a"));
	}

	/**
	 * Loads a model from a folder that holds {@code model.onnx} and
	 * {@code tokenizer.json}, as exports of sentence transformers do, and, where it has
	 * them, the files that say how vectors are made with it.
	 * @param name the alias under which tables remember the function
	 * @param folder the folder
	 * @return the function; the caller closes it
	 * @throws EmbeddingException if a file is missing or damaged
	 */
	public static OnnxSentenceTransformer ofFolder(String name, Path folder) {
		return load(name, ModelFiles.ofFolder(folder, USE), new EmbeddingOptions(name, Map.of()));
	}

	static OnnxSentenceTransformer load(String name, ModelFiles files, EmbeddingOptions options) {
		ModelFile file = files.requireNetwork(options, "file", FILES);
		ModelFile vocabulary = files.require("tokenizer.json");
		TokenLayout layout = TokenLayout.read(files, options, 512);
		OnnxSettings settings = OnnxSettings.of(options);
		return file.with(OnnxModel.load(file, settings), USE, (network) -> {
			network.requireInputs(TextModel.INPUT_IDS, TextModel.INPUTS, USE);
			SentenceConfig config = SentenceConfig.read(files, options, network.hasOutput("sentence_embedding", 2));
			String output = output(network, config);
			String resolved = files.resolved(vocabulary, file);
			return file.with(TextModel.of(network, vocabulary, layout, settings, OnnxModel.NO_OTHERS), USE,
					(model) -> new OnnxSentenceTransformer(name, model, output, config, resolved));
		});
	}

	private static String output(OnnxModel network, SentenceConfig config) {
		if (config.pooling().isEmpty()) {
			return SENTENCE_OUTPUTS.getFirst();
		}
		return network.output(TOKEN_OUTPUTS, 3)
			.orElseThrow(() -> network.withoutOutput(USE, "[texts, tokens, dimensions]"));
	}

	private Prefix prefix(String text) {
		if (text.isEmpty() || this.config.isPrefixPooled()) {
			return new Prefix(text, 0);
		}
		long[] alone = this.model.tokens(List.of(text)).getFirst().ids();
		long[] nothing = this.model.tokens(List.of("")).getFirst().ids();
		// Behind a text the tokenizer may put a special token, which ends passages too.
		boolean isEnded = alone[alone.length - 1] == nothing[nothing.length - 1];
		return new Prefix(text, isEnded ? alone.length - 1 : alone.length);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int dimensions() {
		return this.dimensions;
	}

	@Override
	public ModelDescription description() {
		return this.description;
	}

	/**
	 * An option that cuts nothing makes no other vectors.
	 */
	private static ModelDescription uncut(ModelDescription description) {
		Map<String, String> settings = new TreeMap<>(description.settings());
		settings.remove(SentenceConfig.DIMENSIONS);
		return new ModelDescription(description.model(), settings);
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return embed(sources, this.passagePrefix);
	}

	@Override
	public float[] embedQuery(String query) {
		return embed(Collections.singletonList(query), this.queryPrefix).getFirst();
	}

	/**
	 * Returns the tokenizer of the model. Its greatest number of tokens leaves room for
	 * what stands before and behind every passage.
	 */
	@Override
	public Optional<Tokenizer> tokenizer() {
		return Optional.of(new ModelTokenizer());
	}

	private List<float[]> embed(List<String> texts, Prefix prefix) {
		TextModel.requireTexts(texts);
		return run(prefix.text.isEmpty() ? texts : texts.stream().map(prefix.text::concat).toList(),
				(tokens) -> vector(tokens, prefix.skipped));
	}

	private <R> List<R> run(List<String> texts, Function<TokenVectors, R> reader) {
		return this.lifetime.use(() -> this.model.run(this.model.tokens(texts), this.output, reader));
	}

	private float[] vector(TokenVectors tokens, int skipped) {
		float[] pooled = this.config.pooling().isPresent() ? this.config.pooling().get().pool(tokens, skipped)
				: tokens.vector(0);
		float[] cut = (pooled.length > this.dimensions) ? Arrays.copyOf(pooled, this.dimensions) : pooled;
		return this.config.isNormalized() ? UnitLength.scale(cut) : cut;
	}

	/**
	 * Frees the model, after the calls under way have ended. A second call does nothing.
	 */
	@Override
	public void close() {
		this.lifetime.end(this.model::close);
	}

	/**
	 * Cuts texts as long as the model is open.
	 */
	private final class ModelTokenizer implements Tokenizer {

		@Override
		public String name() {
			return OnnxSentenceTransformer.this.description.model();
		}

		@Override
		public int maxTokens() {
			OnnxSentenceTransformer function = OnnxSentenceTransformer.this;
			int around = function.lifetime
				.use(() -> function.model.tokens(List.of(function.passagePrefix.text)).getFirst().length());
			return Math.max(1, function.model.maxTokens() - around);
		}

		@Override
		public TokenSpans tokens(String text) {
			OnnxSentenceTransformer function = OnnxSentenceTransformer.this;
			return function.lifetime.use(() -> function.model.spans(text));
		}

	}

	/**
	 * What stands before texts.
	 *
	 * @param text its text
	 * @param skipped how many tokens at the beginning do not count when one vector comes
	 * of many
	 */
	private record Prefix(String text, int skipped) {

	}

}
