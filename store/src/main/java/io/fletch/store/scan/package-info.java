/**
 * How is a query answered? Evaluates filters, searches vectors exactly and reads rows of
 * one manifest. Depends on {@code table}, {@code data} and {@code query}. Start reading
 * at {@link io.fletch.store.scan.Scanner}.
 */
@NullMarked
package io.fletch.store.scan;

import org.jspecify.annotations.NullMarked;
