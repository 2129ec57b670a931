/**
 * What stands behind a repository's interface? Its base class, and the factory that puts
 * base class and queries together. Depends on {@code repository.query}. Start reading at
 * {@link io.fletch.data.repository.support.FletchRepositoryFactory}.
 */
@NullMarked
package io.fletch.data.repository.support;

import org.jspecify.annotations.NullMarked;
