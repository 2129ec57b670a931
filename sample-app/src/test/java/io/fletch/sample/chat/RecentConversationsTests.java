package io.fletch.sample.chat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.UserMessage;

import static org.assertj.core.api.Assertions.assertThat;

class RecentConversationsTests {

	private final RecentConversations conversations = new RecentConversations(2);

	@Test
	void forgetsTheConversationUnusedForLongest() {
		this.conversations.saveAll("a", List.of(new UserMessage("1")));
		this.conversations.saveAll("b", List.of(new UserMessage("2")));
		this.conversations.findByConversationId("a");
		this.conversations.saveAll("c", List.of(new UserMessage("3")));
		assertThat(this.conversations.findConversationIds()).containsExactlyInAnyOrder("a", "c");
		assertThat(this.conversations.findByConversationId("b")).isEmpty();
	}

	@Test
	void deletesAConversation() {
		this.conversations.saveAll("a", List.of(new UserMessage("1")));
		this.conversations.deleteByConversationId("a");
		assertThat(this.conversations.findByConversationId("a")).isEmpty();
	}

}
