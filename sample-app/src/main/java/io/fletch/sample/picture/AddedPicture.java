package io.fletch.sample.picture;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What became of a file.
 *
 * @param picture the picture
 * @param isNew whether it was not there before; the same file twice is one picture
 */
@Schema(description = "What became of a file")
public record AddedPicture(PictureInfo picture, boolean isNew) {
}
