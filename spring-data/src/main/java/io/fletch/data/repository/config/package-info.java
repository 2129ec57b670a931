/**
 * How are repositories found? The annotation that switches them on, and what registers
 * their beans. Depends on {@code repository.support}. Start reading at
 * {@link io.fletch.data.repository.config.EnableFletchRepositories}.
 */
@NullMarked
package io.fletch.data.repository.config;

import org.jspecify.annotations.NullMarked;
