package io.fletch.sample.picture;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A picture that was searched for.
 *
 * @param picture the picture
 * @param score the cosine of its vector and that of what was searched for, at most 1;
 * large is near
 */
@Schema(description = "A picture that was searched for")
public record FoundPicture(PictureInfo picture, double score) {
}
