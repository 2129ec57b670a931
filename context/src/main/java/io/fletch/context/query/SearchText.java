package io.fletch.context.query;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.store.query.text.TextQuery;

/**
 * One way to look for the answer of a question.
 *
 * @param text what is looked for, not blank
 * @param words what is asked of the texts; {@code null} for the words of the text
 * @param meaning what is embedded; {@code null} for the text
 */
public record SearchText(String text, @Nullable TextQuery words, @Nullable String meaning) {

	public SearchText {
		Objects.requireNonNull(text, "text");
	}

	/**
	 * Looks for a text by its words and its meaning.
	 * @param text what is looked for, not blank
	 */
	public SearchText(String text) {
		this(text, null, null);
	}

	/**
	 * Asks other words of the texts.
	 * @param words the query
	 * @return the changed search
	 */
	public SearchText withWords(TextQuery words) {
		Objects.requireNonNull(words, "words");
		return new SearchText(this.text, words, this.meaning);
	}

	/**
	 * Embeds something else.
	 * @param meaning the text to embed, not blank
	 * @return the changed search
	 */
	public SearchText withMeaning(String meaning) {
		Objects.requireNonNull(meaning, "meaning");
		return new SearchText(this.text, this.words, meaning);
	}

	/**
	 * Returns what a retriever is asked.
	 * @param template says everything but the question, its words and its meaning
	 * @return the query
	 */
	public RetrievalQuery in(RetrievalQuery template) {
		Objects.requireNonNull(template, "template");
		return new RetrievalQuery(this.text, template.kind(), template.limit(), this.words, this.meaning,
				template.condition(), template.timeout());
	}

}
