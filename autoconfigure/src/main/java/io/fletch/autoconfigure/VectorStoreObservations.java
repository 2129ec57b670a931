package io.fletch.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationConvention;

/**
 * Who observes the vector store, and how.
 *
 * @param registry the registry
 * @param convention names and tags; {@code null} for those of Spring AI
 */
record VectorStoreObservations(ObservationRegistry registry, @Nullable VectorStoreObservationConvention convention) {
}
