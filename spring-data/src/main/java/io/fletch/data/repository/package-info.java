/**
 * How is a repository declared? Its interface and the annotations of its methods. Depends
 * on the template's query. Start reading at
 * {@link io.fletch.data.repository.FletchRepository}.
 */
@NullMarked
package io.fletch.data.repository;

import org.jspecify.annotations.NullMarked;
