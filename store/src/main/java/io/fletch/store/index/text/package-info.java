/**
 * How are words found? Lucene indexes over the text columns of a table, keyed by row id.
 * Depends on {@code query}, {@code table} and {@code data}. Start reading at
 * {@link io.fletch.store.index.text.TextIndex}.
 */
@NullMarked
package io.fletch.store.index.text;

import org.jspecify.annotations.NullMarked;
