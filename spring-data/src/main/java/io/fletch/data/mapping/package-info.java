/**
 * How does Spring Data see records? Entities and properties for its conversions, ids,
 * versions and auditing. Depends on the annotations of {@code io.fletch.store.mapping}.
 * Start reading at {@link io.fletch.data.mapping.FletchMappingContext}.
 */
@NullMarked
package io.fletch.data.mapping;

import org.jspecify.annotations.NullMarked;
