/**
 * What is stored and asked? Vectors and documents from files or made from a seed, and the
 * rows of both; depends on the store's schema types only. Start reading at
 * {@link io.fletch.benchmarks.data.Dataset}.
 */
@NullMarked
package io.fletch.benchmarks.data;

import org.jspecify.annotations.NullMarked;
