/**
 * Which pictures look like these words, or like that picture? A table of pictures with
 * the vectors that the embedding function {@code pictures} makes of them; nothing here
 * knows HTTP. Start reading at {@link io.fletch.sample.picture.Pictures}.
 */
@NullMarked
package io.fletch.sample.picture;

import org.jspecify.annotations.NullMarked;
