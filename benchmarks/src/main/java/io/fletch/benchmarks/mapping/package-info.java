/**
 * What does it cost to make rows of records, and records of rows? Depends on
 * {@code measure}. Start reading at
 * {@link io.fletch.benchmarks.mapping.MappingMeasurement}.
 */
@NullMarked
package io.fletch.benchmarks.mapping;

import org.jspecify.annotations.NullMarked;
