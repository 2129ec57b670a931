package io.fletch.context.reading;

/**
 * Ends reading from within a parser's callbacks. Never leaves this package.
 */
final class ReadingStoppedException extends RuntimeException {

	ReadingStoppedException() {
		super("Reading was stopped", null, false, false);
	}

}
