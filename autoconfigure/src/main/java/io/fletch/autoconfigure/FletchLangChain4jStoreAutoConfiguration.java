package io.fletch.autoconfigure;

import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import io.fletch.langchain4j.FletchChatMemoryStore;
import io.fletch.langchain4j.FletchEmbeddingStore;
import io.fletch.store.Database;

/**
 * Auto-configuration of LangChain4j's stores of embeddings and chat memories in tables of
 * the database. Comes before LangChain4j's own, which would keep embeddings in memory,
 * and after its starters for other stores, which look for beans of their own type only.
 * Tables are made when something is stored.
 */
@AutoConfiguration(after = FletchAutoConfiguration.class,
		beforeName = { FletchLangChain4jStoreAutoConfiguration.LANGCHAIN4J,
				FletchLangChain4jStoreAutoConfiguration.LANGCHAIN4J_RAG },
		afterName = { "dev.langchain4j.azure.aisearch.spring.AzureAiSearchAutoConfiguration",
				"dev.langchain4j.community.clickhouse.spring.ClickHouseEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.community.cockroachdb.spring.CockroachDbEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.community.neo4j.spring.Neo4jEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.community.store.embedding.oceanbase.spring.OceanBaseEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.community.store.embedding.redis.spring.RedisEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.community.store.embedding.s3.spring.S3VectorsEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.community.store.embedding.valkey.spring.ValkeyEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.community.store.embedding.vearch.spring.VearchEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.store.embedding.azure.cosmos.mongo.vcore.spring.AzureCosmosDbMongoVCoreEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.store.embedding.azure.cosmos.nosql.spring.AzureCosmosDbNoSqlEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.store.embedding.elasticsearch.spring.ElasticsearchEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.store.embedding.milvus.spring.MilvusEmbeddingStoreAutoConfiguration",
				"dev.langchain4j.store.embedding.qdrant.spring.QdrantEmbeddingStoreAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ EmbeddingStore.class, FletchEmbeddingStore.class })
@ConditionalOnSingleCandidate(Database.class)
public final class FletchLangChain4jStoreAutoConfiguration {

	static final String LANGCHAIN4J = "dev.langchain4j.spring.LangChain4jAutoConfiguration";

	static final String LANGCHAIN4J_RAG = "dev.langchain4j.rag.spring.RagAutoConfiguration";

	@Bean
	@ConditionalOnMissingBean(EmbeddingStore.class)
	FletchEmbeddingStore fletchEmbeddingStore(Database database) {
		return FletchEmbeddingStore.builder(database).build();
	}

	@Bean
	@ConditionalOnMissingBean(ChatMemoryStore.class)
	FletchChatMemoryStore fletchChatMemoryStore(Database database) {
		return new FletchChatMemoryStore(database);
	}

}
