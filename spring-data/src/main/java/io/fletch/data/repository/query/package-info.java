/**
 * What does a repository's method ask? Turns names of methods, conditions and arguments
 * into queries of the template. Depends on {@code io.fletch.data} and {@code repository}.
 * Start reading at {@link io.fletch.data.repository.query.FletchQueryLookup}.
 */
@NullMarked
package io.fletch.data.repository.query;

import org.jspecify.annotations.NullMarked;
