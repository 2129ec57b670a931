package io.fletch.springai.memory;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FletchChatMemoryRepositoryTests {

	@TempDir
	private Path folder;

	private Database database;

	private FletchChatMemoryRepository repository;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder);
		this.repository = new FletchChatMemoryRepository(this.database);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void makesNoTableBeforeItIsUsed() {
		assertThat(this.database.tableNames()).isEmpty();
		assertThat(this.repository.findConversationIds()).isEmpty();
		assertThat(this.database.tableNames()).containsExactly("chat_memory");
	}

	@Test
	void keepsConversationsInTheTableThatIsNamed() {
		FletchChatMemoryRepository other = new FletchChatMemoryRepository(this.database, "support_talks");
		other.saveAll("talk", List.of(new UserMessage("hello")));
		assertThat(this.database.tableNames()).containsExactly("support_talks");
		assertThat(this.repository.findByConversationId("talk")).isEmpty();
	}

	@Test
	void tellsWhenAConversationWasSaved() {
		Instant now = Instant.parse("2026-02-03T04:05:06.123456789Z");
		new FletchChatMemoryRepository(this.database, "talks", Clock.fixed(now, ZoneOffset.UTC)).saveAll("talk",
				List.of(new UserMessage("hello")));
		assertThat(this.database.table("talks", StoredConversation.class).scan().rows())
			.extracting(StoredConversation::savedAt)
			.containsExactly(now.truncatedTo(ChronoUnit.MICROS));
	}

	@Test
	void opensItsTableAnewAfterItWasDropped() {
		this.repository.saveAll("talk", List.of(new UserMessage("hello")));
		this.database.dropTable("chat_memory");
		assertThat(this.repository.findByConversationId("talk")).isEmpty();
		this.repository.saveAll("talk", List.of(new UserMessage("again")));
		assertThat(texts("talk")).containsExactly("again");
	}

	@Test
	void keepsMessagesOfEveryKindInTheirOrder() {
		List<Message> messages = List.of(
				SystemMessage.builder().text("Be kind.").metadata(Map.of("version", 2)).build(),
				UserMessage.builder().text("What is the weather?").metadata(Map.of("tags", List.of("a", 1))).build(),
				AssistantMessage.builder()
					.content("")
					.properties(Map.of("finishReason", "tool"))
					.toolCalls(List.of(new ToolCall("c1", "function", "weather", "{\"in\":\"Sofia\"}")))
					.build(),
				ToolResponseMessage.builder().responses(List.of(new ToolResponse("c1", "weather", "sun"))).build(),
				new AssistantMessage("It is sunny."));
		this.repository.saveAll("talk", messages);
		close();
		open();
		assertThat(this.repository.findByConversationId("talk")).isEqualTo(messages);
	}

	@Test
	void keepsPictures() {
		Media here = Media.builder()
			.mimeType(MimeTypeUtils.IMAGE_PNG)
			.data(new ByteArrayResource(new byte[] { 1, 2, 3 }))
			.id("p")
			.build();
		Media there = new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.org/a.png"));
		this.repository.saveAll("talk", List.of(UserMessage.builder().text("Look").media(here, there).build()));
		List<Media> read = ((UserMessage) this.repository.findByConversationId("talk").getFirst()).getMedia();
		assertThat(read.getFirst().getDataAsByteArray()).containsExactly(1, 2, 3);
		assertThat(read.getFirst().getId()).isEqualTo("p");
		assertThat(read.getFirst().getMimeType()).isEqualTo(MimeTypeUtils.IMAGE_PNG);
		assertThat(read.getLast().getData()).isEqualTo("https://example.org/a.png");
		assertThat(read.getLast().getName()).isEqualTo(there.getName());
	}

	@Test
	void replacesAConversationAsAWhole() {
		this.repository.saveAll("talk", List.of(new UserMessage("one"), new UserMessage("two")));
		this.repository.saveAll("other", List.of(new UserMessage("else")));
		this.repository.saveAll("talk", List.of(new UserMessage("three")));
		assertThat(texts("talk")).containsExactly("three");
		assertThat(texts("other")).containsExactly("else");
		this.repository.saveAll("talk", List.of());
		assertThat(texts("talk")).isEmpty();
	}

	@Test
	void deletesOneConversation() {
		this.repository.saveAll("b", List.of(new UserMessage("one")));
		this.repository.saveAll("a", List.of(new UserMessage("two")));
		assertThat(this.repository.findConversationIds()).containsExactly("a", "b");
		this.repository.deleteByConversationId("b");
		this.repository.deleteByConversationId("nobody");
		assertThat(this.repository.findConversationIds()).containsExactly("a");
		assertThat(this.repository.findByConversationId("b")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "' OR true --", "../../etc", ":id", "日本", "a\nb" })
	void takesAnyId(String id) {
		this.repository.saveAll("other", List.of(new UserMessage("else")));
		this.repository.saveAll(id, List.of(new UserMessage(id)));
		assertThat(texts(id)).containsExactly(id);
		this.repository.deleteByConversationId(id);
		assertThat(this.repository.findConversationIds()).containsExactly("other");
	}

	@Test
	void keepsWhatJsonDoesNotKnowAsText() {
		this.repository.saveAll("talk",
				List.of(AssistantMessage.builder()
					.content("a")
					.properties(Map.of("thread", Thread.State.NEW, "path", Path.of("x"), "number", Double.NaN))
					.build()));
		assertThat(this.repository.findByConversationId("talk").getFirst().getMetadata()).containsEntry("thread", "NEW")
			.containsEntry("path", "x")
			.containsEntry("number", "NaN");
	}

	@Test
	void aBlankIdIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.repository.saveAll(" ", List.of()))
			.withMessageContaining("conversationId must not be blank");
		assertThatIllegalArgumentException().isThrownBy(() -> this.repository.findByConversationId(null))
			.withMessageContaining("conversationId must not be blank");
	}

	@Test
	void servesTheMemoryOfAChat() {
		ChatMemory memory = MessageWindowChatMemory.builder()
			.chatMemoryRepository(this.repository)
			.maxMessages(3)
			.build();
		for (int i = 0; i < 5; i++) {
			memory.add("talk", new UserMessage("m" + i));
		}
		assertThat(memory.get("talk")).extracting(Message::getText).containsExactly("m2", "m3", "m4");
		memory.clear("talk");
		assertThat(memory.get("talk")).isEmpty();
	}

	@Test
	void conversationsDoNotDisturbEachOther() throws Exception {
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Runnable> talks = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				String id = "talk" + i;
				talks.add(() -> IntStream.rangeClosed(1, 10)
					.forEach((length) -> this.repository.saveAll(id,
							IntStream.range(0, length).<Message>mapToObj((n) -> new UserMessage(id + n)).toList())));
			}
			talks.stream().map(threads::submit).toList().forEach((done) -> {
				try {
					done.get();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
		}
		assertThat(this.repository.findConversationIds()).hasSize(8)
			.allSatisfy((id) -> assertThat(texts(id)).hasSize(10).allMatch((text) -> text.startsWith(id)));
	}

	private List<String> texts(String id) {
		return this.repository.findByConversationId(id).stream().map(Message::getText).toList();
	}

}
