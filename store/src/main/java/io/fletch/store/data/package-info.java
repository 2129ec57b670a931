/**
 * How do rows become bytes? Checks rows of every Arrow type, encodes them as Arrow record
 * batches, writes Arrow IPC files batch by batch, and reads them in place, under the
 * schema of their own time or a later one. Depends on nothing else of Fletch but
 * {@code io}. Start reading at {@link io.fletch.store.data.ColumnType},
 * {@link io.fletch.store.data.DataFileWriter} and {@link io.fletch.store.data.DataFile}.
 */
@NullMarked
package io.fletch.store.data;

import org.jspecify.annotations.NullMarked;
