package io.fletch.embeddings.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

import tools.jackson.databind.JsonNode;

/**
 * The ids of a model's tokens by their texts, read from {@code tokenizer.json}.
 */
public final class Vocabulary {

	private final Map<String, Long> ids;

	private Vocabulary(Map<String, Long> ids) {
		this.ids = ids;
	}

	/**
	 * Reads the tokens of a model.
	 * @param files the model
	 * @return the tokens; those that tokenizers add come before those of the vocabulary
	 */
	public static Vocabulary read(ModelFiles files) {
		JsonNode tokenizer = files.json("tokenizer.json");
		Map<String, Long> ids = new HashMap<>();
		JsonNode vocabulary = tokenizer.path("model").path("vocab");
		if (vocabulary.isArray()) {
			for (int id = 0; id < vocabulary.size(); id++) {
				ids.put(vocabulary.get(id).path(0).asString(""), (long) id);
			}
		}
		else {
			vocabulary.properties().forEach((token) -> ids.put(token.getKey(), token.getValue().asLong(-1)));
		}
		tokenizer.path("added_tokens")
			.forEach(
					(token) -> ids.put(JsonField.text(token, "content", ""), (long) JsonField.number(token, "id", -1)));
		return new Vocabulary(ids);
	}

	/**
	 * Finds a token.
	 * @param token its text
	 * @return its id, if there is one
	 */
	public OptionalLong id(String token) {
		Long id = this.ids.get(token);
		return (id != null && id >= 0) ? OptionalLong.of(id) : OptionalLong.empty();
	}

}
