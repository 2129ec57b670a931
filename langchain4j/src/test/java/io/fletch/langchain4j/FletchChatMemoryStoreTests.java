package io.fletch.langchain4j;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FletchChatMemoryStoreTests {

	private static final ToolExecutionRequest CALL = ToolExecutionRequest.builder()
		.id("1")
		.name("weather")
		.arguments("{\"city\": \"Graz\"}")
		.build();

	private static final List<ChatMessage> MESSAGES = List.of(SystemMessage.from("Be \"short\"."),
			UserMessage.from("What's the weather?\n'; DROP TABLE x --"), AiMessage.from(CALL),
			ToolExecutionResultMessage.from(CALL, "sunny"), AiMessage.from("It is sunny \u2600."));

	@TempDir
	private Path folder;

	@Test
	void keepsConversationsForTheNextProcess() {
		try (Database database = Database.open(this.folder)) {
			ChatMemoryStore store = new FletchChatMemoryStore(database);
			store.updateMessages("anna", List.of(UserMessage.from("Hi")));
			store.updateMessages("anna", MESSAGES);
			store.updateMessages(7, List.of(UserMessage.from("I am seven")));
		}
		try (Database database = Database.open(this.folder)) {
			ChatMemoryStore store = new FletchChatMemoryStore(database);
			assertThat(store.getMessages("anna")).isEqualTo(MESSAGES);
			assertThat(store.getMessages(7)).containsExactly(UserMessage.from("I am seven"));
			store.deleteMessages("anna");
			store.deleteMessages("nobody");
			assertThat(store.getMessages("anna")).isEmpty();
			assertThat(store.getMessages(7)).hasSize(1);
		}
	}

	@Test
	void makesItsTableWhenItIsUsedAndAgainAfterItWasDropped() {
		try (Database database = Database.open("memory:")) {
			ChatMemoryStore store = new FletchChatMemoryStore(database, "talks");
			assertThat(database.tableNames()).isEmpty();
			store.updateMessages("anna", MESSAGES);
			assertThat(database.tableNames()).containsExactly("talks");
			database.dropTable("talks");
			assertThat(store.getMessages("anna")).isEmpty();
			store.updateMessages("anna", MESSAGES);
			assertThat(store.getMessages("anna")).isEqualTo(MESSAGES);
		}
	}

	@Test
	void tellsWhenAMemoryWasLastChanged() {
		try (Database database = Database.open("memory:")) {
			Instant now = Instant.parse("2026-02-03T04:05:06.123456789Z");
			new FletchChatMemoryStore(database, "talks", Clock.fixed(now, ZoneOffset.UTC)).updateMessages("anna",
					MESSAGES);
			assertThat(database.table("talks", StoredChatMemory.class).scan().rows())
				.extracting(StoredChatMemory::updated)
				.containsExactly(now.truncatedTo(ChronoUnit.MICROS));
		}
	}

	@Test
	void servesTheMemoriesOfLangChain4j() {
		try (Database database = Database.open("memory:")) {
			ChatMemoryStore store = new FletchChatMemoryStore(database);
			ChatMemory memory = memory(store);
			for (int i = 0; i < 5; i++) {
				memory.add(UserMessage.from("message " + i));
			}
			assertThat(memory(store).messages()).containsExactly(UserMessage.from("message 3"),
					UserMessage.from("message 4"));
			memory.clear();
			assertThat(memory(store).messages()).isEmpty();
		}
	}

	private static ChatMemory memory(ChatMemoryStore store) {
		return MessageWindowChatMemory.builder().id("m").maxMessages(2).chatMemoryStore(store).build();
	}

	@Test
	void idsAreHostileUntilBound() {
		try (Database database = Database.open("memory:")) {
			ChatMemoryStore store = new FletchChatMemoryStore(database);
			store.updateMessages("anna", MESSAGES);
			assertThat(store.getMessages("' OR true --")).isEmpty();
			store.deleteMessages("' OR true --");
			assertThat(store.getMessages("anna")).hasSize(5);
			assertThatIllegalArgumentException().isThrownBy(() -> store.getMessages(" "))
				.withMessage("memoryId must not be blank: name the conversation");
			assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> store.getMessages(null))
				.withMessage("memoryId");
		}
	}

	@Test
	void threadsUpdateTheirOwnMemories() throws Exception {
		try (Database database = Database.open("memory:");
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			ChatMemoryStore store = new FletchChatMemoryStore(database);
			List<Future<?>> tasks = new ArrayList<>();
			for (int thread = 0; thread < 8; thread++) {
				String id = "memory-" + thread;
				tasks.add(threads.submit(() -> {
					for (int i = 0; i < 10; i++) {
						List<ChatMessage> messages = new ArrayList<>(store.getMessages(id));
						messages.add(UserMessage.from("message " + i));
						store.updateMessages(id, messages);
					}
				}));
			}
			for (Future<?> task : tasks) {
				task.get();
			}
			for (int thread = 0; thread < 8; thread++) {
				assertThat(store.getMessages("memory-" + thread)).hasSize(10);
			}
			assertThat(database.openTable(FletchChatMemoryStore.TABLE).countRows()).isEqualTo(8);
		}
	}

}
