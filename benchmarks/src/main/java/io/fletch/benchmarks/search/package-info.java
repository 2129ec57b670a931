/**
 * How fast and how exact is a search with an index? Measures tables, and segments of
 * indexes below them. Depends on the meter, the store and its index packages. Start
 * reading at {@link io.fletch.benchmarks.search.SearchMeasurement}.
 */
@NullMarked
package io.fletch.benchmarks.search;

import org.jspecify.annotations.NullMarked;
