package io.fletch.embeddings.onnx;

import java.util.OptionalLong;

import tools.jackson.databind.JsonNode;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * How the tokens of a text are laid before a model.
 *
 * @param maxTokens the length after which texts are cut, special tokens included
 * @param padding the id of the token that fills shorter texts up
 * @param padsLeft whether they are filled up on the left
 */
public record TokenLayout(int maxTokens, long padding, boolean padsLeft) {

	/** The option of the length after which texts are cut. */
	public static final EmbeddingOption MAX_TOKENS = EmbeddingOption.optional("max-tokens",
			"the length in tokens after which texts are cut; what the model's files say by default");

	/** Tokenizers that know no limit say so by a number of this size. */
	private static final int NO_LIMIT = 1_000_000;

	private static final int LEAST = 3;

	/**
	 * Reads what a model's files say.
	 * @param files the model
	 * @param options the options of a function, of which {@link #MAX_TOKENS} counts first
	 * @param otherwise the length if the files do not say it
	 * @return the layout
	 * @throws EmbeddingException if the option is beyond what the model can take
	 */
	public static TokenLayout read(ModelFiles files, EmbeddingOptions options, int otherwise) {
		JsonNode tokenizer = files.json("tokenizer_config.json");
		JsonNode config = files.json("config.json");
		return new TokenLayout(maxTokens(files, options, limit(tokenizer, config, otherwise)),
				padding(files, tokenizer, config), padsLeft(tokenizer));
	}

	/**
	 * Reads what a model's files say, at the greatest length that the model can take.
	 * @param files the model
	 * @param otherwise the length if the files do not say it
	 * @return the layout
	 */
	public static TokenLayout greatest(ModelFiles files, int otherwise) {
		JsonNode tokenizer = files.json("tokenizer_config.json");
		JsonNode config = files.json("config.json");
		return new TokenLayout(Math.max(LEAST, limit(tokenizer, config, otherwise)), padding(files, tokenizer, config),
				padsLeft(tokenizer));
	}

	private static boolean padsLeft(JsonNode tokenizer) {
		return JsonField.text(tokenizer, "padding_side", "right").equals("left");
	}

	private static int maxTokens(ModelFiles files, EmbeddingOptions options, int limit) {
		if (options.find(MAX_TOKENS.name()) != null) {
			return options.number(MAX_TOKENS.name(), LEAST, Math.max(limit, LEAST));
		}
		int own = JsonField.number(files.json("sentence_bert_config.json"), "max_seq_length", limit);
		return Math.max(LEAST, Math.min(own, limit));
	}

	private static int limit(JsonNode tokenizer, JsonNode config, int otherwise) {
		double length = JsonField.decimal(tokenizer, "model_max_length", NO_LIMIT);
		int positions = JsonField.number(config, "max_position_embeddings", NO_LIMIT);
		// RoBERTa and its kin number their positions from the padding's id on.
		if (JsonField.text(config, "model_type", "").matches(".*(roberta|camembert|mpnet).*")) {
			positions -= 2;
		}
		int limit = (int) Math.min(length, positions);
		return (limit < NO_LIMIT) ? limit : otherwise;
	}

	private static long padding(ModelFiles files, JsonNode tokenizer, JsonNode config) {
		String text = JsonField.text(tokenizer, "pad_token",
				JsonField.text(tokenizer.path("pad_token"), "content", ""));
		OptionalLong id = text.isEmpty() ? OptionalLong.empty() : Vocabulary.read(files).id(text);
		return id.orElse(JsonField.number(config, "pad_token_id", 0));
	}

}
