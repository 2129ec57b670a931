/**
 * How fast is the vector store for Spring AI? Depends on the bridge and on
 * {@code io.fletch.benchmarks.measure}. Start reading at
 * {@link io.fletch.benchmarks.springai.VectorStoreMeasurement}.
 */
@NullMarked
package io.fletch.benchmarks.springai;

import org.jspecify.annotations.NullMarked;
