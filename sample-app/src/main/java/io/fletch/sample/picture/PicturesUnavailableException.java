package io.fletch.sample.picture;

/**
 * No function embeds pictures here, or it does not work. The message says what to set.
 */
public class PicturesUnavailableException extends RuntimeException {

	PicturesUnavailableException(String message) {
		super(message);
	}

	PicturesUnavailableException(String message, Throwable cause) {
		super(message, cause);
	}

}
