/**
 * What do all indexes have in common? The rows that a segment of one covers, and the file
 * that holds a segment. Depends on {@code data}, {@code io} and {@code error}. Start with
 * {@link io.fletch.store.index.IndexRows} and {@link io.fletch.store.index.IndexFile};
 * each kind of index has a package of its own.
 */
@NullMarked
package io.fletch.store.index;

import org.jspecify.annotations.NullMarked;
