package io.fletch.autoconfigure;

import java.nio.file.Path;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import io.fletch.embeddings.cache.EmbeddingCache;
import io.fletch.store.Database;

/**
 * Auto-configuration of the cache in which embedding functions look first.
 */
@AutoConfiguration
@ConditionalOnClass(EmbeddingCache.class)
@ConditionalOnProperty("fletch.embedding.cache.enabled")
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchEmbeddingCacheAutoConfiguration {

	private static final String FOLDER = "embedding-cache";

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	EmbeddingCache fletchEmbeddingCache(FletchProperties properties) {
		FletchProperties.Cache cache = properties.embedding().cache();
		Path folder = (cache.directory() != null) ? cache.directory() : besideTheTables(properties.uri());
		return EmbeddingCache.open(folder, cache.maxSize().toBytes());
	}

	private static Path besideTheTables(String uri) {
		return Database.folder(uri)
			.map((folder) -> folder.resolve(FOLDER))
			.orElseThrow(() -> new IllegalStateException("The cache of vectors has no folder, as fletch.uri is '" + uri
					+ "'; set fletch.embedding.cache.directory"));
	}

	/** After what counts requests, and before what observes calls. */
	@Bean
	@Order(0)
	@ConditionalOnMissingBean(name = "fletchEmbeddingCacheCustomizer")
	EmbeddingFunctionRegistryCustomizer fletchEmbeddingCacheCustomizer(EmbeddingCache cache) {
		return (registry) -> registry.wrap(cache::wrap);
	}

}
