/**
 * How do two runs compare? Ratios of the results of two files, and which targets they
 * meet; depends on the results only. Start reading at
 * {@link io.fletch.benchmarks.compare.Comparison}.
 */
@NullMarked
package io.fletch.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
