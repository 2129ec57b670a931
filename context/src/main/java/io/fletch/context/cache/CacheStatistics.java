package io.fletch.context.cache;

/**
 * What a cache did since it was opened.
 *
 * @param exactHits how many questions had been asked in the same words
 * @param similarHits how many had been asked in other words
 * @param misses how many had not been asked
 * @param stored how many answers were kept
 * @param evicted how many answers were forgotten for age or want of room
 */
public record CacheStatistics(long exactHits, long similarHits, long misses, long stored, long evicted) {
}
