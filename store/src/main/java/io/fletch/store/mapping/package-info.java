/**
 * How does a Java record become a row? Holds the annotations of record components, the
 * mapping from Java types to Arrow fields, and the codec between records and rows.
 * Depends on {@code query} and {@code data}. Start reading at
 * {@link io.fletch.store.mapping.Table}.
 */
@NullMarked
package io.fletch.store.mapping;

import org.jspecify.annotations.NullMarked;
