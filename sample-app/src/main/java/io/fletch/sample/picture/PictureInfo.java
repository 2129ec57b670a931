package io.fletch.sample.picture;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What is known of a picture.
 *
 * @param id the SHA-256 checksum of the file that was added, in hexadecimal digits
 * @param name the file's name
 * @param addedAt when it was added
 * @param type the media type of what is kept of it
 * @param width how wide that is, in pixels
 * @param height how high that is, in pixels
 * @param size how large that is, in bytes
 */
@Schema(description = "A picture of the gallery")
public record PictureInfo(String id, String name, Instant addedAt, String type, int width, int height, long size) {
}
