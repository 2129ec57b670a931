package io.fletch.context.enrichment;

import java.util.Optional;

/**
 * Keeps what a model wrote, so that it is asked only once. Implementations are safe for
 * use by several threads at once.
 */
public interface EnrichmentCache {

	/**
	 * Looks for what a model wrote.
	 * @param key what decided it, as 64 hexadecimal digits
	 * @return the text, if it was kept
	 * @throws java.io.UncheckedIOException if the cache cannot be read
	 */
	Optional<String> find(String key);

	/**
	 * Keeps what a model wrote.
	 * @param key what decided it, as 64 hexadecimal digits
	 * @param text the text
	 * @throws java.io.UncheckedIOException if the cache cannot be written
	 */
	void keep(String key, String text);

}
