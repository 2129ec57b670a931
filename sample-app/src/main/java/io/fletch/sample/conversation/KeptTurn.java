package io.fletch.sample.conversation;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.fletch.context.answer.Citation;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Indexed;
import io.fletch.store.mapping.Table;

/**
 * A {@link Turn} as the table has it. Older tables lack the places of marks, and the
 * collections: all turns were of the default one.
 *
 * @param id the conversation's id, a slash and the ordinal
 * @param conversationId the conversation
 * @param ordinal its position in the conversation, from 0
 * @param question the question as it was asked
 * @param answer the whole answer
 * @param found whether the documents held one
 * @param answerer who answered
 * @param lookedFor what was searched for
 * @param tags the tags that documents had to have one of
 * @param sources the passages that the answer could cite
 * @param citations the sentences that it cites
 * @param answeredAt when the answer was complete
 * @param collections the collections that were searched
 * @param sourceCollections the collection of each of the sources
 * @param citedAt for each citation, where its mark begins in the answer
 */
@Table("conversation_turns")
record KeptTurn(@Id String id, @Indexed String conversationId, int ordinal, String question, String answer,
		boolean found, String answerer, List<String> lookedFor, List<String> tags, List<KeptSource> sources,
		List<Citation> citations, Instant answeredAt, @Nullable List<String> collections,
		@Nullable List<String> sourceCollections, @Nullable List<Integer> citedAt) {

	private static final String DEFAULT = "default";

	static KeptTurn of(Turn turn) {
		return new KeptTurn(turn.id(), turn.conversationId(), turn.ordinal(), turn.question(), turn.answer(),
				turn.found(), turn.answerer(), turn.lookedFor(), turn.tags(),
				turn.sources().stream().map(KeptSource::of).toList(), turn.citations(), turn.answeredAt(),
				turn.collections(), turn.sources().stream().map(Source::collection).toList(), turn.citedAt());
	}

	Turn turn() {
		List<String> asked = this.collections;
		List<Integer> places = this.citedAt;
		return new Turn(this.id, this.conversationId, this.ordinal, this.question, this.answer, this.found,
				this.answerer, this.lookedFor, this.tags,
				IntStream.range(0, this.sources.size()).mapToObj(this::source).toList(), this.citations,
				(places != null) ? places : List.of(), (asked != null) ? asked : List.of(DEFAULT), this.answeredAt);
	}

	private Source source(int index) {
		List<String> places = this.sourceCollections;
		return this.sources.get(index).source((places != null && index < places.size()) ? places.get(index) : DEFAULT);
	}

	/**
	 * A {@link Source} as the table has it.
	 *
	 * @param number the number in the answer's citations
	 * @param documentId the document's id
	 * @param documentName the document's name
	 * @param passageId the passage's id
	 * @param text the whole passage
	 * @param heading the heading that it stands under
	 * @param page the page that it begins on
	 * @param score how well it fits the question
	 */
	record KeptSource(int number, String documentId, String documentName, String passageId, String text,
			@Nullable String heading, @Nullable Integer page, double score) {

		static KeptSource of(Source source) {
			return new KeptSource(source.number(), source.documentId(), source.documentName(), source.passageId(),
					source.text(), source.heading(), source.page(), source.score());
		}

		Source source(String collection) {
			return new Source(this.number, this.documentId, this.documentName, this.passageId, this.text, this.heading,
					this.page, collection, this.score);
		}

	}

}
