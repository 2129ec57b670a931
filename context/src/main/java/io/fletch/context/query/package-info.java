/**
 * What should be looked for, to answer a question? Makes searches of a question and the
 * conversation before it, with a chat model or without. Depends on {@code retrieval},
 * {@code language} and the queries of the store. Start reading at
 * {@link io.fletch.context.query.QueryTransformer}.
 */
@NullMarked
package io.fletch.context.query;

import org.jspecify.annotations.NullMarked;
