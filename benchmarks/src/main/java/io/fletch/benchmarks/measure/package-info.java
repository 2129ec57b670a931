/**
 * How long did it take? Wall and processor time of an operation, and the lines of JSON
 * that keep them; depends on the files below it. Start reading at
 * {@link io.fletch.benchmarks.measure.Meter}.
 */
@NullMarked
package io.fletch.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
