package io.fletch.embeddings.remote;

import java.util.List;

import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * What is put before texts, for models that tell questions from passages by that.
 *
 * @param query what comes before a question
 * @param source what comes before a passage
 */
record Prefixes(String query, String source) {

	private static final String QUERY = "query-prefix";

	private static final String SOURCE = "source-prefix";

	static final List<EmbeddingOption> OPTIONS = List.of(
			EmbeddingOption.optional(QUERY, "What is put before every question, for models that need it"),
			EmbeddingOption.optional(SOURCE, "What is put before every passage, for models that need it"));

	static Prefixes of(EmbeddingOptions options) {
		String query = options.find(QUERY);
		String source = options.find(SOURCE);
		return new Prefixes((query != null) ? query : "", (source != null) ? source : "");
	}

	RemoteModel describe(RemoteModel model) {
		RemoteModel described = this.query.isEmpty() ? model : model.with(QUERY, this.query);
		return this.source.isEmpty() ? described : described.with(SOURCE, this.source);
	}

	List<String> apply(List<String> texts, Purpose purpose) {
		String prefix = purpose.choose(this.query, this.source);
		return prefix.isEmpty() ? texts : texts.stream().map((text) -> prefix + text).toList();
	}

}
