/**
 * What is a table's state, and how does it change? Holds the log, the manifest, the
 * fragments and the one place that commits. Depends on {@code data} and {@code io}. Start
 * reading at {@link io.fletch.store.table.TableLog} and
 * {@link io.fletch.store.table.Committer}.
 */
@NullMarked
package io.fletch.store.table;

import org.jspecify.annotations.NullMarked;
