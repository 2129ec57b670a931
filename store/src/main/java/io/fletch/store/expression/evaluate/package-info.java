/**
 * What is an expression's value for each row? Makes checked expressions ready once and
 * evaluates them by batch, in place where it can, or row by row with the same results.
 * Depends on {@code expression.parse}, {@code expression.function}, {@code expression}
 * and {@code data}. Start reading at
 * {@link io.fletch.store.expression.evaluate.ExpressionEvaluator} and
 * {@link io.fletch.store.expression.evaluate.Node}.
 */
@NullMarked
package io.fletch.store.expression.evaluate;

import org.jspecify.annotations.NullMarked;
