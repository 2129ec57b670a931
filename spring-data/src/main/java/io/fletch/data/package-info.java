/**
 * How does a Spring application save and find records? The template, its fluent query and
 * the translation of exceptions. Depends on the store and on {@code mapping} and
 * {@code event}. Start reading at {@link io.fletch.data.FletchTemplate}.
 */
@NullMarked
package io.fletch.data;

import org.jspecify.annotations.NullMarked;
