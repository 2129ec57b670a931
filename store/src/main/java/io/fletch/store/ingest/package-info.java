/**
 * How does foreign data become rows, and rows foreign data? Sources of rows (maps,
 * records, Arrow, Parquet), the inference of their schema, their arrangement by column,
 * and what happens to vectors that do not fit. Depends on {@code mapping} and
 * {@code error}; the packages below it read the formats. Start reading at
 * {@link io.fletch.store.ingest.RowBatches}.
 */
@NullMarked
package io.fletch.store.ingest;

import org.jspecify.annotations.NullMarked;
