package io.fletch.sample.chat;

/**
 * A model's stream ended before the model had finished.
 */
class CutAnswerException extends RuntimeException {

	CutAnswerException(String model) {
		super("The stream of " + model + " ended before the model had finished its answer");
	}

}
