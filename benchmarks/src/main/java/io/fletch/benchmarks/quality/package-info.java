/**
 * How good are the rankings of each kind of search, and what does each stage cost? Asks
 * the questions of a judged collection. Depends on {@code benchmarks.measure},
 * {@code benchmarks.files}, {@code evaluation} and the rerankers. Start reading at
 * {@link io.fletch.benchmarks.quality.QualityMeasurement}.
 */
@NullMarked
package io.fletch.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
