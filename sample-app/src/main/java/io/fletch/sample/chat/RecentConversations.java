package io.fletch.sample.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;

/**
 * Keeps the conversations used last in memory; the one unused for longest goes first.
 */
final class RecentConversations implements ChatMemoryRepository {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, List<Message>> conversations;

	RecentConversations(int most) {
		this.conversations = new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<String, List<Message>> eldest) {
				return size() > most;
			}
		};
	}

	@Override
	public List<String> findConversationIds() {
		this.lock.lock();
		try {
			return List.copyOf(this.conversations.keySet());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public List<Message> findByConversationId(String conversationId) {
		this.lock.lock();
		try {
			return this.conversations.getOrDefault(conversationId, List.of());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void saveAll(String conversationId, List<Message> messages) {
		this.lock.lock();
		try {
			this.conversations.put(conversationId, List.copyOf(messages));
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void deleteByConversationId(String conversationId) {
		this.lock.lock();
		try {
			this.conversations.remove(conversationId);
		}
		finally {
			this.lock.unlock();
		}
	}

}
