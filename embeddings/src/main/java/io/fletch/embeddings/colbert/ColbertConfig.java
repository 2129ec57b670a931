package io.fletch.embeddings.colbert;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.fletch.embeddings.onnx.JsonField;
import io.fletch.embeddings.onnx.ModelFiles;
import io.fletch.embeddings.onnx.TokenIds;
import io.fletch.embeddings.onnx.TokenLayout;
import io.fletch.embeddings.onnx.Vocabulary;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * How texts are laid before a model of late interaction, read from the settings of
 * ColBERT ({@code artifact.metadata}) or PyLate
 * ({@code config_sentence_transformers.json}).
 *
 * @param queryMarker the token that marks a question, or {@code null}
 * @param passageMarker the token that marks a passage, or {@code null}
 * @param queryTokens the length to which questions are cut
 * @param passageTokens the length to which passages are cut
 * @param mask the token by which questions are filled up to their length, or {@code null}
 * if they are not
 * @param attendsToMask whether the other tokens look at these
 * @param skipped the tokens of passages that get no vector
 * @param dimensions the dimensions that the settings name, or 0
 */
record ColbertConfig(@Nullable Long queryMarker, @Nullable Long passageMarker, int queryTokens, int passageTokens,
		@Nullable Long mask, boolean attendsToMask, Set<Long> skipped, int dimensions) {

	private static final String ORIGINAL = "artifact.metadata";

	private static final String PYLATE = "config_sentence_transformers.json";

	private static final int LEAST = 4;

	private static final int GREATEST = 65_536;

	private static final String QUERY_TOKENS = "query-tokens";

	private static final String PASSAGE_TOKENS = "max-tokens";

	private static final String AUGMENTED = "query-augmentation";

	private static final String SKIPPED = "skip-punctuation";

	private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

	static List<EmbeddingOption> options() {
		return List.of(EmbeddingOption.optional(QUERY_TOKENS,
				"the length in tokens to which questions are cut; what the model's files say by default, else 32"),
				EmbeddingOption.optional(PASSAGE_TOKENS,
						"the length in tokens to which passages are cut; what the model's files say by default, else 256"),
				EmbeddingOption.optional(AUGMENTED,
						"true to fill questions up with mask tokens; what the model's files "
								+ "say by default, else false"),
				EmbeddingOption.optional(SKIPPED,
						"true to keep no vectors of punctuation in passages; what the model's "
								+ "files say by default, else true"));
	}

	/**
	 * Reads the files of a model.
	 * @param limit how many tokens the model can take
	 */
	static ColbertConfig read(ModelFiles files, EmbeddingOptions options, int limit) {
		JsonNode original = files.json(ORIGINAL);
		JsonNode pylate = files.json(PYLATE);
		Vocabulary vocabulary = Vocabulary.read(files);
		int queryTokens = number(options, QUERY_TOKENS, limit,
				length(original, pylate, "query_maxlen", "query_length", 32));
		int passageTokens = number(options, PASSAGE_TOKENS, limit,
				length(original, pylate, "doc_maxlen", "document_length", 256));
		boolean augments = flag(options, AUGMENTED,
				original.isObject() || JsonField.flag(pylate, "do_query_expansion", pylate.has("query_length")));
		return new ColbertConfig(
				marker(vocabulary, original, "query_token_id", JsonField.text(pylate, "query_prefix", "[Q]")),
				marker(vocabulary, original, "doc_token_id", JsonField.text(pylate, "document_prefix", "[D]")),
				queryTokens, passageTokens, augments ? mask(files, vocabulary) : null,
				JsonField.flag(original, "attend_to_mask_tokens",
						JsonField.flag(pylate, "attend_to_expansion_tokens", false)),
				flag(options, SKIPPED, JsonField.flag(original, "mask_punctuation", true))
						? skipped(vocabulary, pylate.path("skiplist_words")) : Set.of(),
				JsonField.number(original, "dim", 0));
	}

	private static int number(EmbeddingOptions options, String name, int limit, int otherwise) {
		int greatest = Math.clamp(limit, LEAST, GREATEST);
		return (options.find(name) != null) ? options.number(name, LEAST, greatest) : Math.min(otherwise, greatest);
	}

	private static int length(JsonNode original, JsonNode pylate, String originalField, String pylateField,
			int otherwise) {
		return bounded(original, ORIGINAL, originalField, bounded(pylate, PYLATE, pylateField, otherwise));
	}

	private static int bounded(JsonNode node, String file, String field, int otherwise) {
		double number = JsonField.decimal(node, field, otherwise);
		if (!(number >= LEAST && number <= GREATEST)) {
			throw new EmbeddingException("The model's " + file + " names " + node.path(field) + " under " + field
					+ ", but must name a number from " + LEAST + " to " + GREATEST + ". Correct the file.");
		}
		return (int) number;
	}

	private static boolean flag(EmbeddingOptions options, String name, boolean otherwise) {
		return (options.find(name) != null) ? options.flag(name) : otherwise;
	}

	/**
	 * A tokenizer that lacks the usual marker belongs to a model that was trained
	 * without; one that lacks what ColBERT's own settings name belongs to another model.
	 */
	private static @Nullable Long marker(Vocabulary vocabulary, JsonNode original, String field, String otherwise) {
		String token = JsonField.text(original, field, otherwise);
		OptionalLong id = vocabulary.id(token);
		OptionalLong found = id.isPresent() ? id : vocabulary.id(token.strip());
		if (found.isEmpty() && original.path(field).isString()) {
			throw new EmbeddingException("The model's artifact.metadata names the token '" + token + "' under " + field
					+ ", which its tokenizer.json lacks: the two are not of one model. Copy both from the same export.");
		}
		return found.isPresent() ? found.getAsLong() : null;
	}

	private static @Nullable Long mask(ModelFiles files, Vocabulary vocabulary) {
		JsonNode tokenizer = files.json("tokenizer_config.json");
		String token = JsonField.text(tokenizer, "mask_token",
				JsonField.text(tokenizer.path("mask_token"), "content", "[MASK]"));
		OptionalLong id = vocabulary.id(token);
		return id.isPresent() ? id.getAsLong() : null;
	}

	private static Set<Long> skipped(Vocabulary vocabulary, JsonNode words) {
		Set<Long> skipped = new TreeSet<>();
		if (words.isArray()) {
			words.forEach((word) -> vocabulary.id(word.asString("")).ifPresent(skipped::add));
		}
		else {
			PUNCTUATION.chars().forEach((sign) -> vocabulary.id(Character.toString(sign)).ifPresent(skipped::add));
		}
		return skipped;
	}

	/**
	 * Returns the length to which the tokenizer cuts, before a marker is put in.
	 */
	TokenLayout layout(TokenLayout own) {
		return new TokenLayout(Math.max(this.queryTokens, this.passageTokens), own.padding(), own.padsLeft());
	}

	TokenIds passage(TokenIds tokens) {
		return new TokenIds(marked(tokens.ids(), this.passageMarker, this.passageTokens));
	}

	/**
	 * The model writes into the masks what the question might also have said.
	 */
	TokenIds query(TokenIds tokens) {
		long[] ids = marked(tokens.ids(), this.queryMarker, this.queryTokens);
		if (this.mask == null || ids.length >= this.queryTokens) {
			return new TokenIds(ids);
		}
		long[] filled = new long[this.queryTokens];
		Arrays.fill(filled, this.mask);
		System.arraycopy(ids, 0, filled, 0, ids.length);
		return new TokenIds(filled, this.attendsToMask ? filled.length : ids.length);
	}

	/**
	 * Puts the marker after the first token, and cuts so that the last token stays, as
	 * both are special tokens.
	 */
	private static long[] marked(long[] ids, @Nullable Long marker, int limit) {
		int more = (marker != null) ? 1 : 0;
		long[] marked = new long[Math.min(ids.length + more, limit)];
		marked[0] = ids[0];
		if (marker != null) {
			marked[1] = marker;
		}
		System.arraycopy(ids, 1, marked, 1 + more, marked.length - 1 - more);
		if (marked.length < ids.length + more) {
			marked[marked.length - 1] = ids[ids.length - 1];
		}
		return marked;
	}

	boolean isKept(long id) {
		return !this.skipped.contains(id);
	}

	Map<String, String> settings() {
		Map<String, String> settings = new TreeMap<>();
		settings.put("query-marker", String.valueOf(this.queryMarker));
		settings.put("passage-marker", String.valueOf(this.passageMarker));
		settings.put(QUERY_TOKENS, String.valueOf(this.queryTokens));
		settings.put(PASSAGE_TOKENS, String.valueOf(this.passageTokens));
		settings.put("attends-to-mask", String.valueOf(this.attendsToMask));
		settings.put(AUGMENTED, String.valueOf(this.mask != null));
		settings.put(SKIPPED, this.skipped.toString());
		return settings;
	}

}
