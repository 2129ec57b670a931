package io.fletch.embeddings.cache;

import java.nio.file.Path;
import java.util.List;

import io.fletch.store.embedding.EmbeddingFunction;

/**
 * A process of its own that fills a cache and ends without closing it.
 */
final class CachingProcess {

	private CachingProcess() {
	}

	static void main(String[] arguments) {
		EmbeddingFunction function = EmbeddingCache.open(Path.of(arguments[0]), Long.parseLong(arguments[1]))
			.wrap(new CountingFunction("model"));
		int from = Integer.parseInt(arguments[2]);
		for (int i = from; i < from + 1000; i++) {
			function.embedSources(List.of("text " + i));
		}
		Runtime.getRuntime().halt(0);
	}

}
