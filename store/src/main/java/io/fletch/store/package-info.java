/**
 * How does an application use a store? The door: databases, tables, searches and the
 * exceptions they throw. Depends on every other package of the module; none of them
 * depends on it. Start reading at {@link io.fletch.store.Database}.
 */
@NullMarked
package io.fletch.store;

import org.jspecify.annotations.NullMarked;
