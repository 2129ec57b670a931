/**
 * Where may a text be cut? Splits documents into chunks with exact offsets: by sentences,
 * headings, tokens, code, subject, and by several of these at once. Depends on
 * {@code reading}, {@code window} and {@code embedding}. Start reading at
 * {@link io.fletch.context.splitting.Splitter}.
 */
@NullMarked
package io.fletch.context.splitting;

import org.jspecify.annotations.NullMarked;
