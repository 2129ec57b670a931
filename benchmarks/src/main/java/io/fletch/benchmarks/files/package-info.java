/**
 * Which files are read and written? Vectors, lines of JSON and folders that last no
 * longer than a measurement; depends on nothing of ours. Start reading at
 * {@link io.fletch.benchmarks.files.FvecsFile}.
 */
@NullMarked
package io.fletch.benchmarks.files;

import org.jspecify.annotations.NullMarked;
