/**
 * How far apart are two vectors? Kernels that compute distances between a query and
 * vectors where they lie, with the processor's vector instructions if the JVM was started
 * with them. Depends on nothing. Start with
 * {@link io.fletch.store.distance.VectorKernel}.
 */
@NullMarked
package io.fletch.store.distance;

import org.jspecify.annotations.NullMarked;
