package io.fletch.sample.login;

/**
 * A name or password of {@code sample.users} cannot be used. The message says why and
 * what to do, and tells no password.
 */
class UnusableUsersException extends IllegalArgumentException {

	private final String remedy;

	UnusableUsersException(String problem, String remedy) {
		super(problem + " " + remedy);
		this.remedy = remedy;
	}

	String remedy() {
		return this.remedy;
	}

}
