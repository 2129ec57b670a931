/**
 * How does a Spring Boot application get its database, embedding functions, rerankers and
 * context stages? Holds the auto-configurations and their properties; may depend on every
 * other module, each of them optional, and on Spring Boot. Start reading at
 * {@link io.fletch.autoconfigure.FletchAutoConfiguration}.
 */
@NullMarked
package io.fletch.autoconfigure;

import org.jspecify.annotations.NullMarked;
