package io.fletch.embeddings.remote;

/**
 * What a remote embedding function has used since it was made.
 *
 * @param requests how many requests were sent, with those that failed
 * @param retries how many of them repeated one that had failed
 * @param texts how many texts were embedded
 * @param tokens how many tokens these had: as the provider counted them, or estimated
 * where it does not say
 */
public record RemoteUsage(long requests, long retries, long texts, long tokens) {

}
