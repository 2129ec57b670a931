/**
 * How does a question become a streamed answer with citations? Retrieval comes from
 * Fletch's context module, chat models, where they are configured, from Spring AI; what
 * was said before is kept by the package for conversations; nothing here knows HTTP.
 * Start reading at {@link io.fletch.sample.chat.Chat}.
 */
@NullMarked
package io.fletch.sample.chat;

import org.jspecify.annotations.NullMarked;
