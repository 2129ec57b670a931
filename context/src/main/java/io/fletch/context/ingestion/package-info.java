/**
 * How do a user's files become searchable, and stay so? Takes files durably, reads,
 * splits, embeds and stores them in the background, and goes on after a crash. Depends on
 * {@code reading}, {@code splitting}, {@code enrichment}, {@code embedding} and the
 * store. Start reading at {@link io.fletch.context.ingestion.IngestionPipeline}.
 */
@NullMarked
package io.fletch.context.ingestion;

import org.jspecify.annotations.NullMarked;
