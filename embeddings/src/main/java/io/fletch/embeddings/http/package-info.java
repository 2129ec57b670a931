/**
 * How is JSON sent to a provider's HTTP API? A client that paces, repeats, bounds and
 * never shows keys, with the options that all providers have. Knows nothing of what is
 * sent. Depends on the store's embedding port. Start reading at
 * {@link io.fletch.embeddings.http.JsonClient}.
 */
@NullMarked
package io.fletch.embeddings.http;

import org.jspecify.annotations.NullMarked;
