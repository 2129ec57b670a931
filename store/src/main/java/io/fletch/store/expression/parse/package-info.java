/**
 * What does the text of an expression mean? Reads SQL into trees, checks them against a
 * schema and makes every conversion explicit. Depends on {@code expression.function},
 * {@code expression} and {@code query}. Start reading at
 * {@link io.fletch.store.expression.parse.ExpressionParser} and
 * {@link io.fletch.store.expression.parse.ExpressionChecker}.
 */
@NullMarked
package io.fletch.store.expression.parse;

import org.jspecify.annotations.NullMarked;
