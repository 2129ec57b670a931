/**
 * What was in a table, and how does it become that again? Reads versions, their rows and
 * what changed, and restores them, of every table of every database of the application.
 * Depends on the databases that Fletch configures and on nothing else of the sample.
 * Start reading at {@link io.fletch.sample.operations.TableHistory}.
 */
@NullMarked
package io.fletch.sample.operations;

import org.jspecify.annotations.NullMarked;
