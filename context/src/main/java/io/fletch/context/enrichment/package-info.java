/**
 * What does a chunk need to be found and understood alone? Adds the title, the headings,
 * the neighbours or what a language model says of it. Depends on {@code splitting},
 * {@code reading} and {@code language}. Start reading at
 * {@link io.fletch.context.enrichment.Enricher}.
 */
@NullMarked
package io.fletch.context.enrichment;

import org.jspecify.annotations.NullMarked;
