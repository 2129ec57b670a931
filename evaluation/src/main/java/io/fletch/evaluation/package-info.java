/**
 * How good is a search? Asks it questions whose answers are known, and reports measures
 * of retrieval, side by side for several configurations. Depends on nothing else of
 * Fletch, so that any search can be measured. Start reading at
 * {@link io.fletch.evaluation.Evaluation}.
 */
@NullMarked
package io.fletch.evaluation;

import org.jspecify.annotations.NullMarked;
