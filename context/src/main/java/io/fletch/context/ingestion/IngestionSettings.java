package io.fletch.context.ingestion;

import java.nio.file.Path;

import io.fletch.context.reading.DocumentReader;
import io.fletch.context.splitting.SentenceSplitter;

/**
 * How files become passages. A passage is a window of a few neighbouring chunks of one
 * section.
 *
 * @param reader reads the files
 * @param splitter cuts their text into chunks
 * @param window the number of chunks in a passage
 * @param stride the number of chunks between the starts of two passages; more than the
 * window leaves chunks out
 * @param minWindowSize the fewest chunks in the last passage of a section; 1 loses
 * nothing
 * @param files the folder that holds the submitted files, created when needed
 */
public record IngestionSettings(DocumentReader reader, SentenceSplitter splitter, int window, int stride,
		int minWindowSize, Path files) {

	/** Chunks in a passage. */
	public static final int DEFAULT_WINDOW = 3;

	/** Chunks between the starts of two passages. */
	public static final int DEFAULT_STRIDE = 2;

	/** The fewest chunks in the last passage of a section. */
	public static final int DEFAULT_MIN_WINDOW_SIZE = 1;

	public IngestionSettings {
		requirePositive("window", window);
		requirePositive("stride", stride);
		requirePositive("minWindowSize", minWindowSize);
	}

	/**
	 * Returns the defaults: chunks of up to 400 characters, three to a passage, of which
	 * one is shared with the next.
	 * @param files the folder that holds the submitted files
	 * @return the settings
	 */
	public static IngestionSettings in(Path files) {
		return new IngestionSettings(new DocumentReader(),
				new SentenceSplitter(SentenceSplitter.DEFAULT_MAX_CHARACTERS), DEFAULT_WINDOW, DEFAULT_STRIDE,
				DEFAULT_MIN_WINDOW_SIZE, files);
	}

	/**
	 * Describes what decides the passages of a text, so that a change is noticed.
	 */
	String fingerprint(String function) {
		return "1 " + this.splitter.maxCharacters() + " " + this.window + " " + this.stride + " " + this.minWindowSize
				+ " " + function;
	}

	private static void requirePositive(String option, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(option + " must be at least 1, but was " + value);
		}
	}

}
