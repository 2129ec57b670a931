package io.fletch.sample.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A field of a request holds what it must not. The message names the field, the value and
 * the remedy, for the client to read.
 */
class InvalidFieldException extends RuntimeException {

	private static final int LONGEST_VALUE = 80;

	private final HttpStatus status;

	private final String field;

	InvalidFieldException(HttpStatus status, String field, String message) {
		super(message);
		this.status = status;
		this.field = field;
	}

	static InvalidFieldException badRequest(String field, String message) {
		return new InvalidFieldException(HttpStatus.BAD_REQUEST, field, message);
	}

	static InvalidFieldException notFound(String field, String message) {
		return new InvalidFieldException(HttpStatus.NOT_FOUND, field, message);
	}

	/** A value as messages show it: quoted, and cut where it is long. */
	static String shown(@Nullable Object value) {
		String text = String.valueOf(value);
		return "'" + ((text.length() > LONGEST_VALUE) ? text.substring(0, LONGEST_VALUE) + "…" : text) + "'";
	}

	HttpStatus status() {
		return this.status;
	}

	String field() {
		return this.field;
	}

}
