/**
 * How is a map of Spring AI kept in a column of text? As JSON that is checked when it is
 * written, so that it can be read again. Depends on nothing of ours. Start reading at
 * {@link io.fletch.springai.json.JsonObject}.
 */
@NullMarked
package io.fletch.springai.json;

import org.jspecify.annotations.NullMarked;
