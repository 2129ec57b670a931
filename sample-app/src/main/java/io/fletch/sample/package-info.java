/**
 * How does the sample application start? Holds the main class and what it says once it is
 * up; may use every package below. Start reading at
 * {@link io.fletch.sample.SampleApplication}.
 */
@NullMarked
package io.fletch.sample;

import org.jspecify.annotations.NullMarked;
