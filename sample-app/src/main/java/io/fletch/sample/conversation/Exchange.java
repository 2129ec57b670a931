package io.fletch.sample.conversation;

import java.util.List;

import io.fletch.context.answer.Citation;

/**
 * What was asked and answered, before it has its place in a conversation.
 *
 * @param question the question as it was asked
 * @param answer the whole answer
 * @param found whether the documents held one
 * @param answerer who answered
 * @param lookedFor what was searched for
 * @param tags the tags that documents had to have one of
 * @param sources the passages that the answer could cite
 * @param citations the sentences that it cites
 * @param citedAt for each citation, where its mark begins in the answer
 * @param collections the ids of the collections that were searched
 */
public record Exchange(String question, String answer, boolean found, String answerer, List<String> lookedFor,
		List<String> tags, List<Source> sources, List<Citation> citations, List<Integer> citedAt,
		List<String> collections) {
}
