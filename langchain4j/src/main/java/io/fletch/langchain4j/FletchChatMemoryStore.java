package io.fletch.langchain4j;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;

import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Expression;

/**
 * A {@link ChatMemoryStore} in a table: a row for each memory, durable when the call
 * returns. The id of a memory is the text of the object that names it, so 1 and "1" are
 * the same. Safe for use by several threads; of two that update one memory at once the
 * later wins.
 */
public final class FletchChatMemoryStore implements ChatMemoryStore {

	/** The name of the table unless another is given. */
	public static final String TABLE = "langchain4j_chat_memory";

	private static final String ID = "id";

	private final LazyTable<TypedTable<StoredChatMemory>> memories;

	private final Clock clock;

	/**
	 * Keeps memories in the table {@value #TABLE}, which is opened, and made if there is
	 * none, when it is first used.
	 * @param database holds the table; its owner closes it
	 */
	public FletchChatMemoryStore(Database database) {
		this(database, TABLE);
	}

	/**
	 * Keeps memories in a table, which is opened, and made if there is none, when it is
	 * first used.
	 * @param database holds the table; its owner closes it
	 * @param table the name of the table
	 */
	public FletchChatMemoryStore(Database database, String table) {
		this(database, table, Clock.systemUTC());
	}

	FletchChatMemoryStore(Database database, String table, Clock clock) {
		Objects.requireNonNull(database, "database");
		Objects.requireNonNull(table, "table");
		this.memories = LazyTable.of(() -> database.table(table, StoredChatMemory.class));
		this.clock = clock;
	}

	@Override
	public List<ChatMessage> getMessages(Object memoryId) {
		return this.memories.get()
			.scan()
			.where(Expression.column(ID).eq(id(memoryId)))
			.limit(1)
			.rows()
			.stream()
			.flatMap((memory) -> ChatMessageDeserializer.messagesFromJson(memory.messages()).stream())
			.toList();
	}

	@Override
	public void updateMessages(Object memoryId, List<ChatMessage> messages) {
		StoredChatMemory memory = new StoredChatMemory(id(memoryId), ChatMessageSerializer.messagesToJson(messages),
				this.clock.instant().truncatedTo(ChronoUnit.MICROS));
		this.memories.get().mergeInsert(ID).whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(List.of(memory));
	}

	@Override
	public void deleteMessages(Object memoryId) {
		this.memories.get().delete(Expression.column(ID).eq(id(memoryId)));
	}

	private static String id(Object memoryId) {
		String id = Objects.requireNonNull(memoryId, "memoryId").toString();
		if (id.isBlank()) {
			throw new IllegalArgumentException("memoryId must not be blank: name the conversation");
		}
		return id;
	}

}
