/**
 * How do Parquet files become rows? Maps Parquet's types to Arrow's and assembles rows
 * from a row group at a time. Nothing else of Fletch knows the Parquet libraries, which
 * are optional. Depends on {@code ingest}, {@code ingest.arrow}, {@code embedding} and
 * {@code error}. Start reading at {@link io.fletch.store.ingest.parquet.ParquetRows}.
 */
@NullMarked
package io.fletch.store.ingest.parquet;

import org.jspecify.annotations.NullMarked;
