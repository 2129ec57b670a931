package io.fletch.sample.evaluation;

/**
 * What was asked of the evaluation cannot be done. The message names the value and the
 * remedy.
 */
public final class RefusedException extends RuntimeException {

	private final Reason reason;

	private final String field;

	RefusedException(Reason reason, String field, String message) {
		super(message);
		this.reason = reason;
		this.field = field;
	}

	/**
	 * Why it cannot be done.
	 */
	public enum Reason {

		/**
		 * The input is at fault.
		 */
		INVALID,

		/**
		 * There is no such set or run.
		 */
		UNKNOWN,

		/**
		 * It cannot be done as things stand.
		 */
		CONFLICT

	}

	/**
	 * Returns why it cannot be done.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Returns the input at fault.
	 * @return the name of a field
	 */
	public String field() {
		return this.field;
	}

	static String shown(String value) {
		return "'" + ((value.length() > 80) ? value.substring(0, 80) + "…" : value) + "'";
	}

}
