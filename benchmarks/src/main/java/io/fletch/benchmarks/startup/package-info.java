/**
 * What does the starter add to the start of an application? Starts runnable jars, each in
 * a JVM of its own; depends on what measures, and not on Fletch. Start reading at
 * {@link io.fletch.benchmarks.startup.StartupMeasurement}.
 */
@NullMarked
package io.fletch.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
