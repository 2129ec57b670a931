/**
 * How do the bundled documents get into the database? Depends on the ingestion of
 * Fletch's context module and on nothing else of the sample. Start reading at
 * {@link io.fletch.sample.corpus.CorpusIngestion}.
 */
@NullMarked
package io.fletch.sample.corpus;

import org.jspecify.annotations.NullMarked;
