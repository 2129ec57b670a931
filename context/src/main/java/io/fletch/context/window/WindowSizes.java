package io.fletch.context.window;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of a contextualizer, set or not.
 */
record WindowSizes(@Nullable Integer window, @Nullable Integer stride, int minimum) {

	static final WindowSizes UNSET = new WindowSizes(null, null, Contextualizer.DEFAULT_MIN_WINDOW_SIZE);

	WindowSizes window(int rows) {
		return new WindowSizes(rows, this.stride, this.minimum);
	}

	WindowSizes stride(int rows) {
		return new WindowSizes(this.window, rows, this.minimum);
	}

	WindowSizes minimum(int rows) {
		return new WindowSizes(this.window, this.stride, rows);
	}

	void check() {
		require("window", this.window);
		require("stride", this.stride);
		if (this.minimum < 0) {
			throw new IllegalArgumentException(
					"minWindowSize must be at least 0, but was " + this.minimum + ": 0 and 1 keep everything");
		}
	}

	int requiredWindow() {
		return require("window", this.window);
	}

	int requiredStride() {
		return require("stride", this.stride);
	}

	private static int require(String option, @Nullable Integer value) {
		if (value == null) {
			throw new MissingValueException(
					option + " is not set: say the number of rows by " + option + "(...), at least 1");
		}
		if (value < 1) {
			throw new MissingValueException(option + " must be at least 1, but was " + value);
		}
		return value;
	}

}
