/**
 * How does an operator see what the databases do? Holds the auto-configurations of
 * observations, meters and the log of slow queries; may depend on the databases and their
 * properties, and on Micrometer. Start reading at
 * {@link io.fletch.autoconfigure.observation.FletchObservation}.
 */
@NullMarked
package io.fletch.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
