package io.fletch.springai.memory;

import java.time.Instant;
import java.util.List;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * A conversation as it is stored.
 *
 * @param id its id
 * @param messages its messages, oldest first
 * @param savedAt when it was stored
 */
@Table(FletchChatMemoryRepository.DEFAULT_TABLE_NAME)
record StoredConversation(@Id String id, List<StoredMessage> messages, Instant savedAt) {
}
