/**
 * Which Java values does a column take? Brings numbers, times, sequences and records into
 * one form, and tells what does not fit. Depends on nothing else of Fletch. Start reading
 * at {@link io.fletch.store.data.value.MisfitException}.
 */
@NullMarked
package io.fletch.store.data.value;

import org.jspecify.annotations.NullMarked;
