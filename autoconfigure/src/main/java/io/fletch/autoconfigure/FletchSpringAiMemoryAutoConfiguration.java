package io.fletch.autoconfigure;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import io.fletch.springai.memory.FletchChatMemoryRepository;
import io.fletch.store.Database;

/**
 * Auto-configuration of the repository of Spring AI's conversations, where there is no
 * other: after those that Spring AI has for databases, and before it keeps them in memory
 * only. Its table is created when it is first used.
 */
@AutoConfiguration(after = FletchAutoConfiguration.class,
		beforeName = "org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration",
		afterName = {
				"org.springframework.ai.model.chat.memory.repository.jdbc.autoconfigure.JdbcChatMemoryRepositoryAutoConfiguration",
				"org.springframework.ai.model.chat.memory.repository.cassandra.autoconfigure.CassandraChatMemoryRepositoryAutoConfiguration",
				"org.springframework.ai.model.chat.memory.repository.cosmosdb.autoconfigure.CosmosDBChatMemoryRepositoryAutoConfiguration",
				"org.springframework.ai.model.chat.memory.repository.mongo.autoconfigure.MongoChatMemoryAutoConfiguration",
				"org.springframework.ai.model.chat.memory.repository.neo4j.autoconfigure.Neo4jChatMemoryRepositoryAutoConfiguration",
				"org.springframework.ai.model.chat.memory.repository.redis.autoconfigure.RedisChatMemoryRepositoryAutoConfiguration",
				"org.springframework.ai.model.chat.memory.redis.autoconfigure.RedisChatMemoryAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ ChatMemoryRepository.class, FletchChatMemoryRepository.class })
@ConditionalOnSingleCandidate(Database.class)
public final class FletchSpringAiMemoryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ChatMemoryRepository.class)
	FletchChatMemoryRepository fletchChatMemoryRepository(Database database) {
		return new FletchChatMemoryRepository(database);
	}

}
