/**
 * Where do Spring AI's conversations live? In a table, a row each. Depends on the store
 * and on {@code io.fletch.springai.json}. Start reading at
 * {@link io.fletch.springai.memory.FletchChatMemoryRepository}.
 */
@NullMarked
package io.fletch.springai.memory;

import org.jspecify.annotations.NullMarked;
