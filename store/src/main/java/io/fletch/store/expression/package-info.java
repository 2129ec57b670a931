/**
 * What types and values do expressions have? Knows their kinds, the type that two have in
 * common, arithmetic and conversions. Depends on {@code query}. Start reading at
 * {@link io.fletch.store.expression.Kind} and
 * {@link io.fletch.store.expression.FieldTypes}.
 */
@NullMarked
package io.fletch.store.expression;

import org.jspecify.annotations.NullMarked;
