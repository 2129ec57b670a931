package io.fletch.context.reading;

/**
 * Says from within a parser that a document passes a limit. Never leaves this package.
 */
final class TooLargeException extends RuntimeException {

	private final String detail;

	/**
	 * Creates an exception.
	 * @param detail a sentence that names the limit
	 */
	TooLargeException(String detail) {
		super(detail, null, false, false);
		this.detail = detail;
	}

	String detail() {
		return this.detail;
	}

}
