/**
 * How are an application's tables tested without the rest of it? Holds the annotation of
 * such tests, with a database of their own. Depends on Spring Boot's support of tests,
 * and knows the auto-configurations by name only. Start reading at
 * {@link io.fletch.test.autoconfigure.DataFletchTest}.
 */
@NullMarked
package io.fletch.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
