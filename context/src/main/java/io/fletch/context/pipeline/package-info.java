/**
 * How does a question become the context of an answer? Runs the stages one after the
 * other, and tells what each did. Depends on the stages. Start reading at
 * {@link io.fletch.context.pipeline.RetrievalPipeline}.
 */
@NullMarked
package io.fletch.context.pipeline;

import org.jspecify.annotations.NullMarked;
