/**
 * What may the stages ask of a chat model? Holds one port and its exception; depends on
 * nothing. Start reading at {@link io.fletch.context.language.LanguageModel}.
 */
@NullMarked
package io.fletch.context.language;

import org.jspecify.annotations.NullMarked;
