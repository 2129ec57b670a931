/**
 * How fast is text embedded in this process? Measures the bundled model beside another
 * library that runs the same file. Depends on {@code benchmarks.measure} and the
 * embedding functions. Start reading at
 * {@link io.fletch.benchmarks.embed.EmbedMeasurement}.
 */
@NullMarked
package io.fletch.benchmarks.embed;

import org.jspecify.annotations.NullMarked;
