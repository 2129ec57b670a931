package io.fletch.langchain4j;

import java.time.Instant;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * The messages of a conversation.
 *
 * @param id the id of the memory
 * @param messages the messages as LangChain4j writes them in JSON
 * @param updated when they were last changed
 */
@Table(FletchChatMemoryStore.TABLE)
record StoredChatMemory(@Id String id, String messages, Instant updated) {
}
