/**
 * Which passages fit into a prompt, and how do they stand in it? Depends on
 * {@code retrieval}, {@code guard} and {@code splitting}. Start reading at
 * {@link io.fletch.context.packing.PassagePacker}.
 */
@NullMarked
package io.fletch.context.packing;

import org.jspecify.annotations.NullMarked;
