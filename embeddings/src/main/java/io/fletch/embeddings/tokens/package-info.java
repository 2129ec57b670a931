/**
 * How do remote models count tokens? Tokenizers of models that run elsewhere. Depends on
 * {@code store.embedding}. Start reading at
 * {@link io.fletch.embeddings.tokens.OpenAiTokenizer}.
 */
@NullMarked
package io.fletch.embeddings.tokens;

import org.jspecify.annotations.NullMarked;
