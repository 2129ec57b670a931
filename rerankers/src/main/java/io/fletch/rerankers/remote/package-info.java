/**
 * How does a model behind an HTTP API judge texts? Each provider is a factory that says
 * how a request and an answer look ({@code RerankApi}); sending is the client's of
 * {@code io.fletch.embeddings.http}. Depends on that and the rerankers. Start reading at
 * {@code RemoteRelevanceModel}.
 */
@NullMarked
package io.fletch.rerankers.remote;

import org.jspecify.annotations.NullMarked;
