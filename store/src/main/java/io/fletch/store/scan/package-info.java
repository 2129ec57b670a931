/**
 * How is a query answered? Parses, checks and evaluates expressions, searches vectors
 * exactly and reads rows of one manifest. Depends on {@code table}, {@code data} and
 * {@code query}. Start reading at {@link io.fletch.store.scan.Scanner} and
 * {@link io.fletch.store.scan.ExpressionParser}.
 */
@NullMarked
package io.fletch.store.scan;

import org.jspecify.annotations.NullMarked;
