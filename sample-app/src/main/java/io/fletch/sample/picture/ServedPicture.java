package io.fletch.sample.picture;

/**
 * A picture as it is sent.
 *
 * @param type its media type
 * @param bytes its file, of pixels alone
 */
public record ServedPicture(String type, byte[] bytes) {
}
