/**
 * Which operations of the store are measured? One group of operations a class; depends on
 * the data, the meter and the store's public API. Start reading at
 * {@link io.fletch.benchmarks.store.Workload}.
 */
@NullMarked
package io.fletch.benchmarks.store;

import org.jspecify.annotations.NullMarked;
