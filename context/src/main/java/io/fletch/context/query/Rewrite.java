package io.fletch.context.query;

import java.util.Objects;
import java.util.regex.Pattern;

import io.fletch.context.language.LanguageModel;

/**
 * Lets a chat model write a question as a search would find its answer best: without
 * politeness and chatter, with the words of its subject.
 */
public final class Rewrite implements QueryTransformer {

	private static final String INSTRUCTIONS = """
			Rewrite the question as a short search query: keep every name, number and condition, leave out \
			politeness and chatter, spell out abbreviations you are sure of. Keep its language. \
			Write the search query and nothing else.""";

	private static final int LONGEST = 1000;

	private static final Pattern SPACE = Pattern.compile("\\s+");

	private final ModelQuestion asked;

	/**
	 * Creates a transformer.
	 * @param model the chat model
	 */
	public Rewrite(LanguageModel model) {
		this.asked = new ModelQuestion("rewrite", Objects.requireNonNull(model, "model"), INSTRUCTIONS, LONGEST);
	}

	@Override
	public TransformedQuery transform(TransformedQuery query) {
		Objects.requireNonNull(query, "query");
		return this.asked.change(query, false,
				(changed, text) -> changed.withMain(new SearchText(SPACE.matcher(text).replaceAll(" "))));
	}

}
