/**
 * How are words found? Texts become tokens, rows become segments of Lucene indexes, and
 * segments are searched as one. Depends on {@code index}, {@code query}, {@code table}
 * and {@code data}. Start reading at {@link io.fletch.store.index.text.TextSearch}.
 */
@NullMarked
package io.fletch.store.index.text;

import org.jspecify.annotations.NullMarked;
