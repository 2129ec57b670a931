/**
 * How do rows become bytes? Encodes rows as Arrow record batches, writes and reads Arrow
 * IPC files in place, without copies. Depends on nothing else of Fletch but {@code io}.
 * Start reading at {@link io.fletch.store.data.BatchEncoder} and
 * {@link io.fletch.store.data.DataFile}.
 */
@NullMarked
package io.fletch.store.data;

import org.jspecify.annotations.NullMarked;
