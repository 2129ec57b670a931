package io.fletch.sample.picture;

/**
 * There are as many pictures as may be.
 */
public class GalleryFullException extends RuntimeException {

	GalleryFullException(int most) {
		super("There are " + most + " pictures, and no more are kept. Delete some first.");
	}

}
