package io.fletch.embeddings.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * How vectors are made with a sentence transformer: what options say, else what the
 * model's files say, else what is usual.
 *
 * @param pooling how one vector comes of many; empty if the network does it
 * @param isNormalized whether vectors are scaled to length 1
 * @param queryPrefix what stands before questions
 * @param passagePrefix what stands before passages
 * @param isPrefixPooled whether the tokens of these count when one vector comes of many
 * @param dimensions to how many dimensions vectors are cut, or {@code null}
 */
record SentenceConfig(Optional<Pooling> pooling, boolean isNormalized, String queryPrefix, String passagePrefix,
		boolean isPrefixPooled, @Nullable Integer dimensions) {

	private static final String POOLING = "pooling";

	private static final String NORMALIZE = "normalize";

	private static final String QUERY_PREFIX = "query-prefix";

	private static final String PASSAGE_PREFIX = "passage-prefix";

	static final String DIMENSIONS = "dimensions";

	private static final Map<String, Pooling> MODES = Map.of("pooling_mode_mean_tokens", Pooling.MEAN,
			"pooling_mode_cls_token", Pooling.CLS, "pooling_mode_max_tokens", Pooling.MAX, "pooling_mode_lasttoken",
			Pooling.LAST_TOKEN);

	private static final Set<String> MODULES = Set.of("Transformer", "Pooling", "Normalize", "Dropout");

	static List<EmbeddingOption> options() {
		return List.of(
				EmbeddingOption.optional(POOLING,
						"how one vector comes of those of the tokens: mean, cls, max or "
								+ "last-token; what the model's files say by default, else mean"),
				EmbeddingOption.optional(NORMALIZE,
						"true to scale vectors to length 1; what the model's files say by default, else true"),
				EmbeddingOption.optional(QUERY_PREFIX,
						"what stands before questions; what the model's files say by " + "default, else nothing"),
				EmbeddingOption.optional(PASSAGE_PREFIX,
						"what stands before passages; what the model's files say by " + "default, else nothing"),
				EmbeddingOption.optional(DIMENSIONS,
						"to how many dimensions vectors are cut, for models trained so (matryoshka); all by default"));
	}

	/**
	 * Reads the files of a model.
	 * @param hasSentences whether the network pools by itself, which is preferred: it may
	 * do more than that
	 */
	static SentenceConfig read(ModelFiles files, EmbeddingOptions options, boolean hasSentences) {
		JsonNode modules = files.json("modules.json");
		JsonNode poolingFile = files.json(folder(modules, "Pooling", "1_Pooling") + "/config.json");
		Optional<Pooling> pooling = Optional.empty();
		if (options.find(POOLING) != null) {
			pooling = Optional.of(options.constant(POOLING, Pooling.class));
		}
		else if (!hasSentences) {
			requireKnown(modules);
			pooling = Optional.of(pooling(poolingFile));
		}
		boolean normalized = (options.find(NORMALIZE) != null) ? options.flag(NORMALIZE)
				: !modules.isArray() || types(modules).contains("Normalize");
		JsonNode prompts = files.json("config_sentence_transformers.json");
		Integer dimensions = (options.find(DIMENSIONS) != null) ? options.number(DIMENSIONS, 1, 65_536) : null;
		return new SentenceConfig(pooling, normalized, prefix(options, QUERY_PREFIX, prompts, List.of("query")),
				prefix(options, PASSAGE_PREFIX, prompts, List.of("document", "passage", "corpus")),
				JsonField.flag(poolingFile, "include_prompt", true), dimensions)
			.requirePossible();
	}

	private SentenceConfig requirePossible() {
		if (!this.isPrefixPooled && this.pooling.isEmpty() && !(this.queryPrefix + this.passagePrefix).isEmpty()) {
			throw new EmbeddingException(
					"The model's pooling leaves its prompts out (include_prompt is false), but its "
							+ "network pools by itself, prompts included. Choose how by the option 'pooling', or use an export "
							+ "without the output sentence_embedding.");
		}
		return this;
	}

	private static List<String> types(JsonNode modules) {
		List<String> types = new ArrayList<>();
		modules.forEach((module) -> {
			String type = JsonField.text(module, "type", "");
			types.add(type.substring(type.lastIndexOf('.') + 1));
		});
		return types;
	}

	private static void requireKnown(JsonNode modules) {
		List<String> unknown = types(modules).stream().filter((type) -> !MODULES.contains(type)).toList();
		if (!unknown.isEmpty()) {
			throw new EmbeddingException("The model's modules.json names the modules " + unknown
					+ ", which are not part of its ONNX file. Use an export with the output sentence_embedding, which "
					+ "has all modules inside.");
		}
	}

	private static String folder(JsonNode modules, String type, String otherwise) {
		for (JsonNode module : modules) {
			if (JsonField.text(module, "type", "").endsWith("." + type)) {
				return JsonField.text(module, "path", otherwise);
			}
		}
		return otherwise;
	}

	private static Pooling pooling(JsonNode config) {
		if (config.isMissingNode()) {
			return Pooling.MEAN;
		}
		List<String> modes = config.properties()
			.stream()
			.filter((property) -> property.getKey().startsWith("pooling_mode_")
					&& JsonField.flag(config, property.getKey(), false))
			.map(Map.Entry::getKey)
			.toList();
		Pooling pooling = (modes.size() == 1) ? MODES.get(modes.getFirst()) : null;
		if (pooling == null) {
			throw new EmbeddingException("The model's pooling is " + modes + ", but must be one of "
					+ MODES.keySet().stream().sorted().toList() + ". Use an export with the output "
					+ "sentence_embedding, which pools by itself, or choose by the option 'pooling'.");
		}
		return pooling;
	}

	private static String prefix(EmbeddingOptions options, String option, JsonNode config, List<String> names) {
		String chosen = options.find(option);
		if (chosen != null) {
			return chosen;
		}
		List<String> keys = new ArrayList<>(names);
		keys.add(JsonField.text(config, "default_prompt_name", ""));
		for (String key : keys) {
			JsonNode prompt = config.path("prompts").path(key);
			if (prompt.isString()) {
				return prompt.asString();
			}
		}
		return "";
	}

	/**
	 * Returns what vectors depend on beside the model.
	 */
	Map<String, String> settings(int maxTokens) {
		Map<String, String> settings = new TreeMap<>();
		settings.put(TokenLayout.MAX_TOKENS.name(), String.valueOf(maxTokens));
		settings.put(POOLING, this.pooling.map((pooling) -> pooling.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.orElse("network"));
		settings.put(NORMALIZE, String.valueOf(this.isNormalized));
		settings.put(QUERY_PREFIX, this.queryPrefix);
		settings.put(PASSAGE_PREFIX, this.passagePrefix);
		if (!this.isPrefixPooled) {
			settings.put("prefix-pooled", "false");
		}
		if (this.dimensions != null) {
			settings.put(DIMENSIONS, String.valueOf(this.dimensions));
		}
		return settings;
	}

}
