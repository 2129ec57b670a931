/**
 * What happened to a table? The values that tell of versions, of what a cleanup took and
 * of what an integrity check found. Depends on nothing else of Fletch but {@code error}.
 * Start reading at {@link io.fletch.store.version.TableVersion}.
 */
@NullMarked
package io.fletch.store.version;

import org.jspecify.annotations.NullMarked;
