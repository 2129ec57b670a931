package io.fletch.sample.conversation;

import java.time.Instant;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

import io.fletch.context.answer.Citation;

/**
 * A question of a conversation with its complete answer.
 *
 * @param id the conversation's id, a slash and the ordinal
 * @param conversationId the conversation
 * @param ordinal its position in the conversation, from 0
 * @param question the question as it was asked
 * @param answer the whole answer
 * @param found whether the documents held one
 * @param answerer who answered
 * @param lookedFor what was searched for
 * @param tags the tags that documents had to have one of; none where all were searched
 * @param sources the passages that the answer could cite
 * @param citations the sentences that it cites
 * @param citedAt for each citation, the offset in the answer where its mark begins; none
 * in answers of older versions
 * @param collections the ids of the collections that were searched
 * @param answeredAt when the answer was complete
 */
@Schema(description = "A question of a conversation with its complete answer")
public record Turn(String id, String conversationId, int ordinal, String question, String answer, boolean found,
		String answerer, List<String> lookedFor, List<String> tags, List<Source> sources, List<Citation> citations,
		List<Integer> citedAt, List<String> collections, Instant answeredAt) {

	public Turn {
		lookedFor = List.copyOf(lookedFor);
		tags = List.copyOf(tags);
		sources = List.copyOf(sources);
		citations = List.copyOf(citations);
		citedAt = List.copyOf(citedAt);
		collections = List.copyOf(collections);
	}

	static Turn of(String conversationId, int ordinal, Exchange said, Instant now) {
		return new Turn(conversationId + "/" + ordinal, conversationId, ordinal, said.question(), said.answer(),
				said.found(), said.answerer(), said.lookedFor(), said.tags(), said.sources(), said.citations(),
				said.citedAt(), said.collections(), now);
	}

}
