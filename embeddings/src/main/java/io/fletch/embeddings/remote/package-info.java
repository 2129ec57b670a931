/**
 * How does a model behind an HTTP API embed text? Each provider is a factory that says
 * how a request and an answer look ({@code EmbeddingApi}); sending, retrying, pacing and
 * checking are the same for all. Depends on the port in {@code io.fletch.store.embedding}
 * only. Start reading at {@link io.fletch.embeddings.remote.RemoteEmbeddingFunction}.
 */
@NullMarked
package io.fletch.embeddings.remote;

import org.jspecify.annotations.NullMarked;
