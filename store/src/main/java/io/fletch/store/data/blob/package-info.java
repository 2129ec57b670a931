/**
 * Where do long values lie? Writes them to companions of data files, and reads them when
 * they are asked for. Depends on {@code io}. Start reading at
 * {@link io.fletch.store.data.blob.Blob} and
 * {@link io.fletch.store.data.blob.BlobWriter}.
 */
@NullMarked
package io.fletch.store.data.blob;

import org.jspecify.annotations.NullMarked;
