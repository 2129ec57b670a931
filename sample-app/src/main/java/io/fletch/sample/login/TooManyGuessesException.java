package io.fletch.sample.login;

import org.springframework.security.core.AuthenticationException;

/**
 * Too many wrong passwords came from one place; its next one is not looked at.
 */
class TooManyGuessesException extends AuthenticationException {

	static final String MESSAGE = "Too many wrong passwords came from this address. Wait "
			+ GuessingLimit.WINDOW.toMinutes() + " minutes and log in then.";

	TooManyGuessesException() {
		super(MESSAGE);
	}

}
