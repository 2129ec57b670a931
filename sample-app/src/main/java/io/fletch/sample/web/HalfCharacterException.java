package io.fletch.sample.web;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * A text of a request has half a surrogate pair, which is no character and can be kept
 * nowhere.
 */
final class HalfCharacterException extends MismatchedInputException {

	HalfCharacterException(JsonParser parser) {
		super(parser, "Half a surrogate pair", String.class);
	}

}
