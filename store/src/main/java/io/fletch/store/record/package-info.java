/**
 * Which columns are the components of a record? Holds the annotation that names them, and
 * what reads components of any type of records. Depends on {@code error} only, so that
 * expressions, rows and schemas name columns alike. Start reading at
 * {@link io.fletch.store.record.RecordColumns}.
 */
@NullMarked
package io.fletch.store.record;

import org.jspecify.annotations.NullMarked;
