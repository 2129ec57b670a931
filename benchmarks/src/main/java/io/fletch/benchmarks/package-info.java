/**
 * How fast is the store? The commands of the runnable jar; depends on the packages below
 * it. Start reading at {@link io.fletch.benchmarks.Benchmarks}.
 */
@NullMarked
package io.fletch.benchmarks;

import org.jspecify.annotations.NullMarked;
