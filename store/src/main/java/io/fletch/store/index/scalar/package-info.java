/**
 * Which rows hold a value? Indexes over one column: its values sorted, in pages, each
 * with the rows that hold it. Depends on {@code index}, {@code expression},
 * {@code query}, {@code data}, {@code io} and {@code error}. Start with
 * {@link io.fletch.store.index.scalar.ScalarIndex}.
 */
@NullMarked
package io.fletch.store.index.scalar;

import org.jspecify.annotations.NullMarked;
