package io.fletch.sample.chat;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.sample.collection.DocumentCollection;

/**
 * A question of a conversation.
 *
 * @param text the question
 * @param conversationId the conversation that it belongs to
 * @param tags only documents with one of these tags are searched; all where there are
 * none
 * @param model the id of who shall answer; {@code null} for the default
 * @param collections where the answer is looked for, at least one
 */
public record ChatQuestion(String text, String conversationId, List<String> tags, @Nullable String model,
		List<DocumentCollection> collections) {

	public ChatQuestion {
		tags = List.copyOf(tags);
		collections = List.copyOf(collections);
	}

	/** The ids of the collections. */
	List<String> collectionIds() {
		return this.collections.stream().map(DocumentCollection::id).toList();
	}

	/** The id of the collection that a passage was found in. */
	String collectionOf(String source) {
		return this.collections.stream()
			.filter((collection) -> collection.holds(source))
			.map(DocumentCollection::id)
			.findFirst()
			.orElse(DocumentCollection.DEFAULT);
	}

}
