/**
 * How does a question become a streamed answer with citations? Retrieval comes from
 * Fletch's context module, a chat model, where one is configured, from Spring AI; nothing
 * here knows HTTP. Start reading at {@link io.fletch.sample.chat.Chat}.
 */
@NullMarked
package io.fletch.sample.chat;

import org.jspecify.annotations.NullMarked;
