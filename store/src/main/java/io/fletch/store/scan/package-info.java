/**
 * How is a query answered? Selects rows, searches vectors exactly and reads rows of one
 * version. Depends on {@code expression}, {@code table}, {@code data} and {@code query}.
 * Start reading at {@link io.fletch.store.scan.Scanner}.
 */
@NullMarked
package io.fletch.store.scan;

import org.jspecify.annotations.NullMarked;
