package io.fletch.sample.picture;

/**
 * What is kept of a file.
 *
 * @param content the picture
 * @param width how wide it is, in pixels
 * @param height how high it is, in pixels
 * @param thumbnail the same, smaller
 */
record PreparedPicture(ServedPicture content, int width, int height, ServedPicture thumbnail) {
}
