/**
 * Where may a text be cut? Finds sentences and packs them into chunks with exact offsets.
 * Depends on {@code reading}. Start reading at
 * {@link io.fletch.context.splitting.SentenceSplitter}.
 */
@NullMarked
package io.fletch.context.splitting;

import org.jspecify.annotations.NullMarked;
