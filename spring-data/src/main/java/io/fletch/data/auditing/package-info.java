/**
 * Who created and changed a record, and when? Fills the components with Spring Data's
 * auditing annotations before a record is saved. Depends on {@code event} and
 * {@code mapping}. Start reading at {@link io.fletch.data.auditing.EnableFletchAuditing}.
 */
@NullMarked
package io.fletch.data.auditing;

import org.jspecify.annotations.NullMarked;
