/**
 * How do a model's files come from a hub onto this machine, once, whole and unchanged?
 * Holds the download cache; depends on the store's embedding port only, for its
 * exception. Start reading at {@link io.fletch.embeddings.hub.ModelHub}.
 */
@NullMarked
package io.fletch.embeddings.hub;

import org.jspecify.annotations.NullMarked;
