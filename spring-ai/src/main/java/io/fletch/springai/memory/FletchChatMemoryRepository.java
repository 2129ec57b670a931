package io.fletch.springai.memory;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;

import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Order;

/**
 * Conversations in a table, a row each, so that one is replaced as a whole or not at all.
 * Messages keep their order, metadata, tool calls and media. Values of metadata that JSON
 * does not know come back as texts. What was replaced or deleted stays in older versions
 * of the table until it is cleaned up. Safe for use by several threads at once.
 */
public final class FletchChatMemoryRepository implements ChatMemoryRepository {

	/** The name of the table unless another is given. */
	public static final String DEFAULT_TABLE_NAME = "chat_memory";

	private final LazyTable<TypedTable<StoredConversation>> conversations;

	private final Clock clock;

	/**
	 * Keeps conversations in the table {@value #DEFAULT_TABLE_NAME} of a database. The
	 * table is opened, and created if it is not there, when it is first used.
	 * @param database holds the table, and stays the caller's to close
	 */
	public FletchChatMemoryRepository(Database database) {
		this(database, DEFAULT_TABLE_NAME);
	}

	/**
	 * Keeps conversations in a table of a database. The table is opened, and created if
	 * it is not there, when it is first used.
	 * @param database holds the table, and stays the caller's to close
	 * @param tableName the name of the table
	 */
	public FletchChatMemoryRepository(Database database, String tableName) {
		this(database, tableName, Clock.systemUTC());
	}

	FletchChatMemoryRepository(Database database, String tableName, Clock clock) {
		Objects.requireNonNull(database, "database");
		Objects.requireNonNull(tableName, "tableName");
		this.conversations = LazyTable.of(() -> database.table(tableName, StoredConversation.class));
		this.clock = clock;
	}

	private TypedTable<StoredConversation> table() {
		return this.conversations.get();
	}

	/**
	 * Returns the ids of all conversations.
	 * @return the ids in alphabetical order
	 */
	@Override
	public List<String> findConversationIds() {
		return table().untyped()
			.scan()
			.select("id")
			.orderBy(Order.ascending("id"))
			.rows()
			.stream()
			.map((row) -> String.valueOf(row.get("id")))
			.toList();
	}

	/**
	 * Returns the messages of a conversation.
	 * @param conversationId the id, not blank
	 * @return the messages, oldest first; none if there is no such conversation
	 */
	@Override
	public List<Message> findByConversationId(String conversationId) {
		requireId(conversationId);
		return table().scan()
			.where("id = :id", Map.of("id", conversationId))
			.limit(1)
			.rows()
			.stream()
			.flatMap((conversation) -> conversation.messages().stream())
			.map(StoredMessage::toMessage)
			.toList();
	}

	/**
	 * Replaces the messages of a conversation.
	 * @param conversationId the id, not blank
	 * @param messages the messages, oldest first
	 */
	@Override
	public void saveAll(String conversationId, List<Message> messages) {
		requireId(conversationId);
		StoredConversation conversation = new StoredConversation(conversationId,
				messages.stream().map(StoredMessage::of).toList(), this.clock.instant().truncatedTo(ChronoUnit.MICROS));
		table().mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(List.of(conversation));
	}

	/**
	 * Deletes a conversation, if it is there.
	 * @param conversationId the id, not blank
	 */
	@Override
	public void deleteByConversationId(String conversationId) {
		requireId(conversationId);
		table().delete("id = :id", Map.of("id", conversationId));
	}

	private static void requireId(@Nullable String conversationId) {
		if (conversationId == null || conversationId.isBlank()) {
			throw new IllegalArgumentException("conversationId must not be blank: name the conversation");
		}
	}

}
