package io.fletch.autoconfigure;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.fletch.embeddings.cache.CacheStatistics;
import io.fletch.embeddings.cache.EmbeddingCache;
import io.fletch.embeddings.remote.RemoteEmbeddingFunction;
import io.fletch.embeddings.remote.RemoteUsage;

/**
 * Auto-configuration of meters for what remote embedding functions use, and for the
 * cache.
 */
@AutoConfiguration(after = FletchEmbeddingCacheAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, RemoteEmbeddingFunction.class })
@ConditionalOnBean(MeterRegistry.class)
public final class FletchMetricsAutoConfiguration {

	/** First, so that it sees functions before a cache is around them. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	EmbeddingFunctionRegistryCustomizer fletchEmbeddingUsageMeters(MeterRegistry meters) {
		return (registry) -> registry.wrap((function) -> {
			if (function instanceof RemoteEmbeddingFunction remote) {
				count(meters, remote, "requests", RemoteUsage::requests);
				count(meters, remote, "retries", RemoteUsage::retries);
				count(meters, remote, "texts", RemoteUsage::texts);
				count(meters, remote, "tokens", RemoteUsage::tokens);
			}
			return function;
		});
	}

	private static void count(MeterRegistry meters, RemoteEmbeddingFunction function, String what,
			ToDoubleFunction<RemoteUsage> value) {
		FunctionCounter.builder("fletch.embedding." + what, function, (remote) -> value.applyAsDouble(remote.usage()))
			.tag("function", function.name())
			.register(meters);
	}

	@Bean
	@ConditionalOnBean(EmbeddingCache.class)
	MeterBinder fletchEmbeddingCacheMeters(EmbeddingCache cache) {
		return (meters) -> {
			count(meters, cache, "hits", CacheStatistics::hits);
			count(meters, cache, "misses", CacheStatistics::misses);
			count(meters, cache, "evictions", CacheStatistics::evictions);
			Gauge.builder("fletch.embedding.cache.entries", cache, (of) -> of.statistics().entries()).register(meters);
			Gauge.builder("fletch.embedding.cache.size", cache, (of) -> of.statistics().bytes())
				.baseUnit("bytes")
				.register(meters);
		};
	}

	private static void count(MeterRegistry meters, EmbeddingCache cache, String what,
			ToDoubleFunction<CacheStatistics> value) {
		FunctionCounter.builder("fletch.embedding.cache." + what, cache, (of) -> value.applyAsDouble(of.statistics()))
			.register(meters);
	}

}
