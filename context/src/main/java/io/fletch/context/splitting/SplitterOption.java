package io.fletch.context.splitting;

/**
 * Checks the options of splitters.
 */
final class SplitterOption {

	/** A shorter chunk holds no sentence. */
	static final int LEAST_CHARACTERS = 20;

	private SplitterOption() {
	}

	static int atLeast(String option, int value, int least) {
		if (value < least) {
			throw new IllegalArgumentException(option + " must be at least " + least + ", but was " + value);
		}
		return value;
	}

	static int maxCharacters(int value) {
		if (value < LEAST_CHARACTERS) {
			throw new IllegalArgumentException("maxCharacters must be at least " + LEAST_CHARACTERS + ", but was "
					+ value + ": a chunk holds sentences");
		}
		return value;
	}

	static int overlap(String option, int value, int max) {
		if (value < 0 || value > max / 2) {
			throw new IllegalArgumentException(option + " must be from 0 to " + max / 2 + ", half of a chunk, but was "
					+ value + ": more would repeat every word several times");
		}
		return value;
	}

}
