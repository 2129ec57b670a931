package io.fletch.context.cache;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.fletch.context.answer.Citation;

/**
 * An answer that was given before.
 *
 * @param question the question that it was given to
 * @param answer the answer
 * @param citations its citations
 * @param similarity how near that question is to the one that is asked now; 1 for the
 * same
 * @param createdAt when it was given
 */
public record CachedAnswer(String question, String answer, List<Citation> citations, double similarity,
		Instant createdAt) {

	public CachedAnswer {
		Objects.requireNonNull(question, "question");
		Objects.requireNonNull(answer, "answer");
		Objects.requireNonNull(citations, "citations");
		Objects.requireNonNull(createdAt, "createdAt");
		citations = List.copyOf(citations);
	}

}
