package io.fletch.sample.picture;

/**
 * A file that is no picture, or one that is not taken. The message says which and what
 * helps, for the user to read.
 */
public class UnusablePictureException extends RuntimeException {

	UnusablePictureException(String message) {
		super(message);
	}

	UnusablePictureException(String message, Throwable cause) {
		super(message, cause);
	}

}
