package io.fletch.sample.evaluation;

/**
 * How far a run is.
 */
public enum RunState {

	/**
	 * It asks.
	 */
	RUNNING,

	/**
	 * Every ranking was asked that could be.
	 */
	DONE,

	/**
	 * Somebody ended it. Rankings that were through by then are told.
	 */
	CANCELLED,

	/**
	 * No ranking could be asked.
	 */
	FAILED,

	/**
	 * The application ended while it ran.
	 */
	BROKEN_OFF

}
