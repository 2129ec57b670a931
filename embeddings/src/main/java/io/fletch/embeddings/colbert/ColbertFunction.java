package io.fletch.embeddings.colbert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

import io.fletch.embeddings.onnx.Lifetime;
import io.fletch.embeddings.onnx.ModelFile;
import io.fletch.embeddings.onnx.ModelFiles;
import io.fletch.embeddings.onnx.OnnxModel;
import io.fletch.embeddings.onnx.OnnxSettings;
import io.fletch.embeddings.onnx.TextModel;
import io.fletch.embeddings.onnx.TokenIds;
import io.fletch.embeddings.onnx.TokenLayout;
import io.fletch.embeddings.onnx.TokenVectors;
import io.fletch.embeddings.onnx.UnitLength;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;

/**
 * A model of late interaction that runs in this process by ONNX Runtime: each token of a
 * text has a vector of length 1. As one vector, a text has their mean, scaled to length
 * 1.
 * <p>
 * Safe for use by several threads at once; {@link #close()} waits for the calls under
 * way. A thread that is interrupted stops embedding at the next batch.
 */
final class ColbertFunction implements MultiVectorEmbeddingFunction {

	static final String USE = "a model of late interaction";

	private static final List<String> FILES = List.of("model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx",
			"model_quantized.onnx");

	private static final List<String> OUTPUTS = List.of("contextual", "token_embeddings", "last_hidden_state");

	private final String name;

	private final TextModel model;

	private final ColbertConfig config;

	private final String output;

	private final ModelDescription description;

	private final Lifetime lifetime;

	private final int dimensions;

	private ColbertFunction(String name, TextModel model, String output, ColbertConfig config,
			ModelDescription description) {
		this.name = name;
		this.model = model;
		this.output = output;
		this.config = config;
		this.description = description;
		this.lifetime = new Lifetime(name);
		float[][] question = embedQueryTokens("a");
		Arrays.stream(question).forEach(model::requireNumbers);
		this.dimensions = question[0].length;
		if (config.dimensions() > 0 && config.dimensions() != this.dimensions) {
			throw new EmbeddingException("The model " + description.model() + " makes vectors of " + this.dimensions
					+ " dimensions, but its settings name " + config.dimensions() + ": the last layer is not part of "
					+ "the ONNX file. Export the model with its projection.");
		}
	}

	static ColbertFunction load(String name, ModelFiles files, EmbeddingOptions options) {
		ModelFile file = files.requireNetwork(options, "file", FILES);
		ModelFile vocabulary = files.require("tokenizer.json");
		TokenLayout greatest = TokenLayout.greatest(files, 512);
		ColbertConfig config = ColbertConfig.read(files, options, greatest.maxTokens());
		OnnxSettings settings = OnnxSettings.of(options);
		return file.with(OnnxModel.load(file, settings), USE, (network) -> {
			network.requireInputs(TextModel.INPUT_IDS, TextModel.INPUTS, USE);
			String output = network.output(OUTPUTS, 3)
				.orElseThrow(() -> network.withoutOutput(USE, "[texts, tokens, dimensions]"));
			ModelDescription description = new ModelDescription(files.resolved(vocabulary, file), config.settings());
			return file.with(TextModel.of(network, vocabulary, config.layout(greatest), settings, OnnxModel.NO_OTHERS),
					USE, (model) -> new ColbertFunction(name, model, output, config, description));
		});
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

	@Override
	public List<float[][]> embedSourceTokens(List<String> sources) {
		return embed(sources, this.config::passage, true);
	}

	@Override
	public float[][] embedQueryTokens(String query) {
		return embed(Collections.singletonList(query), this.config::query, false).getFirst();
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return embedSourceTokens(sources).stream().map(ColbertFunction::mean).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		return mean(embedQueryTokens(query));
	}

	private List<float[][]> embed(List<String> texts, UnaryOperator<TokenIds> form, boolean skips) {
		return this.lifetime.use(() -> {
			List<TokenIds> tokens = this.model.tokens(texts).stream().map(form).toList();
			List<float[][]> all = this.model.run(tokens, this.output, ColbertFunction::vectors);
			return skips ? kept(tokens, all) : all;
		});
	}

	private static float[][] vectors(TokenVectors tokens) {
		float[][] vectors = new float[tokens.count()][];
		for (int i = 0; i < vectors.length; i++) {
			vectors[i] = UnitLength.scale(tokens.vector(i));
		}
		return vectors;
	}

	private List<float[][]> kept(List<TokenIds> texts, List<float[][]> vectors) {
		List<float[][]> kept = new ArrayList<>(texts.size());
		for (int text = 0; text < texts.size(); text++) {
			List<float[]> some = new ArrayList<>();
			for (int i = 0; i < vectors.get(text).length; i++) {
				if (this.config.isKept(texts.get(text).ids()[i])) {
					some.add(vectors.get(text)[i]);
				}
			}
			kept.add(some.isEmpty() ? vectors.get(text) : some.toArray(float[][]::new));
		}
		return kept;
	}

	private static float[] mean(float[][] vectors) {
		float[] sum = new float[vectors[0].length];
		for (float[] vector : vectors) {
			for (int i = 0; i < sum.length; i++) {
				sum[i] += vector[i];
			}
		}
		return UnitLength.scale(sum);
	}

	/**
	 * Frees the model, after the calls under way have ended. A second call does nothing.
	 */
	@Override
	public void close() {
		this.lifetime.end(this.model::close);
	}

}
