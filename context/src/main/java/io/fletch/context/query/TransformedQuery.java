package io.fletch.context.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.Condition;

/**
 * What is to be looked for, to answer a question.
 *
 * @param question the question as it was asked
 * @param searches the ways to look for its answer, the main one first, at least one
 * @param condition which rows may answer it; {@code null} for all
 * @param notes what a transformer could not do, for people to read
 */
public record TransformedQuery(Question question, List<SearchText> searches, @Nullable Condition condition,
		List<String> notes) {

	public TransformedQuery {
		Objects.requireNonNull(question, "question");
		Objects.requireNonNull(searches, "searches");
		Objects.requireNonNull(notes, "notes");
		if (searches.isEmpty()) {
			throw new IllegalArgumentException("searches must not be empty: keep at least the question");
		}
		searches = List.copyOf(searches);
		notes = List.copyOf(notes);
	}

	/**
	 * Looks for the question as it was asked.
	 * @param question the question
	 * @return the query
	 */
	public static TransformedQuery of(Question question) {
		Objects.requireNonNull(question, "question");
		return new TransformedQuery(question, List.of(new SearchText(question.text())), null, List.of());
	}

	/**
	 * Returns the main search.
	 * @return the first of the searches
	 */
	public SearchText main() {
		return this.searches.getFirst();
	}

	/**
	 * Puts another in the place of the main search.
	 * @param search the search
	 * @return the changed query
	 */
	public TransformedQuery withMain(SearchText search) {
		Objects.requireNonNull(search, "search");
		List<SearchText> changed = new ArrayList<>(this.searches);
		changed.set(0, search);
		return new TransformedQuery(this.question, changed, this.condition, this.notes);
	}

	/**
	 * Adds searches, but for those whose texts are there already.
	 * @param texts what is looked for as well
	 * @return the changed query
	 */
	public TransformedQuery plus(List<String> texts) {
		Objects.requireNonNull(texts, "texts");
		List<SearchText> changed = new ArrayList<>(this.searches);
		for (String text : texts) {
			if (changed.stream().noneMatch((search) -> search.text().equalsIgnoreCase(text))) {
				changed.add(new SearchText(text));
			}
		}
		return new TransformedQuery(this.question, changed, this.condition, this.notes);
	}

	/**
	 * Changes every search.
	 * @param change changes one
	 * @return the changed query
	 */
	public TransformedQuery each(UnaryOperator<SearchText> change) {
		Objects.requireNonNull(change, "change");
		return new TransformedQuery(this.question, this.searches.stream().map(change).toList(), this.condition,
				this.notes);
	}

	/**
	 * Narrows which rows may answer.
	 * @param narrower a condition
	 * @return the changed query
	 */
	public TransformedQuery where(Condition narrower) {
		Objects.requireNonNull(narrower, "narrower");
		Condition joined = (this.condition != null) ? this.condition.and(narrower) : narrower;
		return new TransformedQuery(this.question, this.searches, joined, this.notes);
	}

	/**
	 * Says what could not be done.
	 * @param note what, and what was done instead
	 * @return the changed query
	 */
	public TransformedQuery noting(String note) {
		Objects.requireNonNull(note, "note");
		List<String> changed = new ArrayList<>(this.notes);
		changed.add(note);
		return new TransformedQuery(this.question, this.searches, this.condition, changed);
	}

}
