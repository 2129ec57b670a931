/**
 * What can be asked of texts? The tree of a full-text query, and the reading of what
 * users type. Values only; depends on {@code error}. Start with
 * {@link io.fletch.store.query.text.TextQuery}.
 */
@NullMarked
package io.fletch.store.query.text;

import org.jspecify.annotations.NullMarked;
