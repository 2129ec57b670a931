package io.fletch.store;

import java.util.Objects;
import java.util.function.Consumer;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.BadVectors;

/**
 * How rows are added to a table.
 *
 * @param mode whether the rows join those of the table or take their place
 * @param badVectors what happens to rows with bad vectors
 * @param fillValue the value for {@link BadVectors#FILL}
 * @param progress is told from time to time how far it has come, on the writing thread;
 * what it throws is logged and changes nothing
 */
public record AddOptions(Mode mode, BadVectors badVectors, float fillValue, Consumer<AddProgress> progress) {

	/** Appends, refuses bad vectors, and tells nobody. */
	public static final AddOptions DEFAULT = new AddOptions(Mode.APPEND, BadVectors.ERROR, 0, (progress) -> {
	});

	/**
	 * Checks the fill value.
	 * @throws InvalidInputException if it is not finite
	 */
	public AddOptions {
		Objects.requireNonNull(mode, "mode");
		Objects.requireNonNull(badVectors, "badVectors");
		Objects.requireNonNull(progress, "progress");
		requireFinite(fillValue);
	}

	static void requireFinite(float fillValue) {
		if (!Float.isFinite(fillValue)) {
			throw new InvalidInputException(
					"The fill value " + fillValue + " is itself a bad value of a vector; give a finite number");
		}
	}

	/**
	 * Sets whether the rows join those of the table or take their place.
	 * @param newMode the mode
	 * @return the options with this mode
	 */
	public AddOptions withMode(Mode newMode) {
		Objects.requireNonNull(newMode, "newMode");
		return new AddOptions(newMode, this.badVectors, this.fillValue, this.progress);
	}

	/**
	 * Sets what happens to rows with bad vectors.
	 * @param policy what happens
	 * @return the options with this policy
	 */
	public AddOptions withBadVectors(BadVectors policy) {
		Objects.requireNonNull(policy, "policy");
		return new AddOptions(this.mode, policy, this.fillValue, this.progress);
	}

	/**
	 * Sets the value that takes the place of missing and bad elements of vectors.
	 * @param value the value, 0 by default
	 * @return the options with this value
	 * @throws InvalidInputException if it is not finite
	 */
	public AddOptions withFillValue(float value) {
		return new AddOptions(this.mode, this.badVectors, value, this.progress);
	}

	/**
	 * Sets who is told how far it has come.
	 * @param listener the listener
	 * @return the options with this listener
	 */
	public AddOptions withProgress(Consumer<AddProgress> listener) {
		Objects.requireNonNull(listener, "listener");
		return new AddOptions(this.mode, this.badVectors, this.fillValue, listener);
	}

	/**
	 * Whether rows join those of the table.
	 */
	public enum Mode {

		/** They do. */
		APPEND,

		/** They take their place; the version before stays readable. */
		OVERWRITE

	}

}
