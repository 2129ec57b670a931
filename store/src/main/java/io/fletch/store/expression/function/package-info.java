/**
 * Which functions can an expression call? Defines each by its name, its parameters, the
 * type of its result and what it computes. Depends on {@code expression}. Start reading
 * at {@link io.fletch.store.expression.function.Functions}.
 */
@NullMarked
package io.fletch.store.expression.function;

import org.jspecify.annotations.NullMarked;
