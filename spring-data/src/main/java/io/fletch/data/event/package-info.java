/**
 * Who hears of records that are saved and read? The callbacks of the template; they
 * depend on Spring Data only. Start reading at
 * {@link io.fletch.data.event.BeforeConvertCallback}.
 */
@NullMarked
package io.fletch.data.event;

import org.jspecify.annotations.NullMarked;
