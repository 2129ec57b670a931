/**
 * What does a file say? Turns files of many kinds into plain text with sections, within
 * limits. Depends on nothing else of Fletch. Start reading at
 * {@link io.fletch.context.reading.DocumentReader}.
 */
@NullMarked
package io.fletch.context.reading;

import org.jspecify.annotations.NullMarked;
