/**
 * How are embedding functions tested, and applications without a model? Holds the
 * contracts that functions keep to, and a function that needs no model. Depends on the
 * store's embedding port, JUnit and AssertJ. Start reading at
 * {@link io.fletch.test.embedding.EmbeddingFunctionContract}.
 */
@NullMarked
package io.fletch.test.embedding;

import org.jspecify.annotations.NullMarked;
