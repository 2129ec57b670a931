package io.fletch.autoconfigure;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
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

	private static final String CACHE = "fletch.embedding.cache.";

	/** First, so that it sees functions before a cache is around them. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnMissingBean(name = "fletchEmbeddingUsageMeters")
	EmbeddingFunctionRegistryCustomizer fletchEmbeddingUsageMeters(MeterRegistry meters) {
		return (registry) -> registry.wrap((function) -> {
			if (function instanceof RemoteEmbeddingFunction remote) {
				new Usage(meters, remote).count();
			}
			return function;
		});
	}

	@Bean
	@ConditionalOnBean(EmbeddingCache.class)
	@ConditionalOnMissingBean(name = "fletchEmbeddingCacheMeters")
	MeterBinder fletchEmbeddingCacheMeters(EmbeddingCache cache) {
		return (meters) -> {
			count(meters, cache, "hits", "Vectors that were in the cache", CacheStatistics::hits);
			count(meters, cache, "misses", "Vectors that were not in the cache", CacheStatistics::misses);
			count(meters, cache, "evictions", "Vectors that made place for others", CacheStatistics::evictions);
			Gauge.builder(CACHE + "entries", cache, (of) -> of.statistics().entries())
				.description("Vectors in the cache")
				.register(meters);
			Gauge.builder(CACHE + "size", cache, (of) -> of.statistics().bytes())
				.baseUnit("bytes")
				.description("How large the cache is")
				.register(meters);
		};
	}

	private static void count(MeterRegistry meters, EmbeddingCache cache, String what, String description,
			ToDoubleFunction<CacheStatistics> value) {
		FunctionCounter.builder(CACHE + what, cache, (of) -> value.applyAsDouble(of.statistics()))
			.description(description)
			.register(meters);
	}

	/**
	 * Counts what a remote function uses.
	 *
	 * @param meters registers the counters
	 * @param function the function
	 */
	private record Usage(MeterRegistry meters, RemoteEmbeddingFunction function) {

		void count() {
			count("requests", "Requests to the model", RemoteUsage::requests);
			count("retries", "Requests that were repeated", RemoteUsage::retries);
			count("texts", "Texts that were sent", RemoteUsage::texts);
			count("tokens", "Tokens that the provider counted", RemoteUsage::tokens);
		}

		private void count(String what, String description, ToDoubleFunction<RemoteUsage> value) {
			FunctionCounter
				.builder("fletch.embedding." + what, this.function, (remote) -> value.applyAsDouble(remote.usage()))
				.tag("function", this.function.name())
				.description(description)
				.register(this.meters);
		}

	}

}
