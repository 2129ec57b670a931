/**
 * What can go wrong? Holds the exceptions of the store; every one says what was expected,
 * what came, and the remedy. Depends on nothing else of Fletch. Start reading at
 * {@link io.fletch.store.error.StoreException}.
 */
@NullMarked
package io.fletch.store.error;

import org.jspecify.annotations.NullMarked;
