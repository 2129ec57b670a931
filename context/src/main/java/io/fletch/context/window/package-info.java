/**
 * How do neighbouring rows become one text? Slides a window over rows, group by group.
 * Depends on nothing else of Fletch. Start reading at
 * {@link io.fletch.context.window.Contextualizer}.
 */
@NullMarked
package io.fletch.context.window;

import org.jspecify.annotations.NullMarked;
