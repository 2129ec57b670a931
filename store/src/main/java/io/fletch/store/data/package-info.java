/**
 * How do rows become batches and files? Checks rows, encodes them as Arrow record
 * batches, writes Arrow IPC files batch by batch, and reads them in place, under the
 * schema of their own time or a later one. Depends on its sub-packages and {@code io}.
 * Start reading at {@link io.fletch.store.data.DataFileWriter} and
 * {@link io.fletch.store.data.DataFile}.
 */
@NullMarked
package io.fletch.store.data;

import org.jspecify.annotations.NullMarked;
