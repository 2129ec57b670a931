/**
 * How fast and how exact is a search with an index? Measures the indexes themselves,
 * below the tables. Depends on the meter and the store's index packages. Start reading at
 * {@link io.fletch.benchmarks.search.IndexMeasurement}.
 */
@NullMarked
package io.fletch.benchmarks.search;

import org.jspecify.annotations.NullMarked;
