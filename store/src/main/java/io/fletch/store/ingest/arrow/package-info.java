/**
 * How does Arrow's columnar data become rows, and how do columns of ours become Arrow's?
 * Reads Arrow IPC files and streams in place, without Arrow's memory, and the vectors of
 * a caller; copies columns into Arrow vectors and IPC messages. Depends on {@code ingest}
 * and {@code error}. Start reading at {@link io.fletch.store.ingest.arrow.ArrowRows} and
 * {@link io.fletch.store.ingest.arrow.ArrowExport}.
 */
@NullMarked
package io.fletch.store.ingest.arrow;

import org.jspecify.annotations.NullMarked;
