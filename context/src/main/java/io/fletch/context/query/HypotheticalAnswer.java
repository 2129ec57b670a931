package io.fletch.context.query;

import java.util.Objects;

import io.fletch.context.language.LanguageModel;

/**
 * Lets a chat model invent an answer, and embeds it in place of the question: an answer
 * is nearer to the texts that hold the true one. The words of the question are asked of
 * the texts, and rerankers judge by the question. Source: Gao et al., "Precise Zero-Shot
 * Dense Retrieval without Relevance Labels", ACL 2023 (HyDE).
 */
public final class HypotheticalAnswer implements QueryTransformer {

	private static final String INSTRUCTIONS = """
			Write a short passage, three sentences at most, as it could stand in a document that answers the \
			question. It need not be true. Keep the language of the question. Write the passage and nothing else.""";

	private static final int LONGEST = 4000;

	private final ModelQuestion asked;

	/**
	 * Creates a transformer.
	 * @param model the chat model
	 */
	public HypotheticalAnswer(LanguageModel model) {
		this.asked = new ModelQuestion("hypothetical answer", Objects.requireNonNull(model, "model"), INSTRUCTIONS,
				LONGEST);
	}

	@Override
	public TransformedQuery transform(TransformedQuery query) {
		Objects.requireNonNull(query, "query");
		return this.asked.change(query, false, (changed, text) -> changed.withMain(changed.main().withMeaning(text)));
	}

}
