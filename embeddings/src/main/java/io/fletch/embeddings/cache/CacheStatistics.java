package io.fletch.embeddings.cache;

/**
 * What a cache has done since it was opened, and what it holds.
 *
 * @param hits how many texts or pictures were found
 * @param misses how many were not
 * @param evictions how many were given up to stay within the bound
 * @param entries how many it holds
 * @param bytes how long its files are together
 */
public record CacheStatistics(long hits, long misses, long evictions, long entries, long bytes) {

}
