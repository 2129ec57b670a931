package io.fletch.context.cache;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.context.answer.Citation;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

/**
 * An answer as it is stored.
 *
 * @param id the SHA-256 of scope and question
 * @param scope the SHA-256 of the scope
 * @param question the question
 * @param vector the vector of the question
 * @param answer the answer
 * @param citations the citations of the answer
 * @param createdAt when it was stored
 */
@Table("answer_cache")
public record CacheEntry(@Id String id, String scope, String question,
		@VectorField(source = "question") float @Nullable [] vector, String answer, List<StoredCitation> citations,
		Instant createdAt) {

	CachedAnswer toAnswer(double similarity) {
		return new CachedAnswer(this.question, this.answer,
				this.citations.stream().map(StoredCitation::toCitation).toList(), similarity, this.createdAt);
	}

	/**
	 * A citation as it is stored.
	 *
	 * @param number the number of the passage
	 * @param passageId the id of the passage
	 * @param start the offset of its first character in the passage
	 * @param end the offset after its last
	 */
	public record StoredCitation(int number, String passageId, int start, int end) {

		static StoredCitation of(Citation citation) {
			return new StoredCitation(citation.number(), citation.passageId(), citation.start(), citation.end());
		}

		Citation toCitation() {
			return new Citation(this.number, this.passageId, this.start, this.end);
		}

	}

}
