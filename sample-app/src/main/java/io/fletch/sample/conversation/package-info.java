/**
 * Which questions were asked before, and how were they answered? Conversations in two
 * tables of the store; nothing here knows HTTP or how answers are made. Start reading at
 * {@link io.fletch.sample.conversation.Conversations}.
 */
@NullMarked
package io.fletch.sample.conversation;

import org.jspecify.annotations.NullMarked;
