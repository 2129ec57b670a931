/**
 * How do values lie in the buffers of a record batch? Builds buffers of values, offsets
 * and validity, and hands them out again, each checked against its bounds. Depends on
 * nothing else of Fletch. Start reading at
 * {@link io.fletch.store.data.buffer.BufferSource} and
 * {@link io.fletch.store.data.buffer.BufferBuilder}.
 */
@NullMarked
package io.fletch.store.data.buffer;

import org.jspecify.annotations.NullMarked;
