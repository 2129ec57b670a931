package io.fletch.context.answer;

/**
 * How sentences are chosen for an answer. A sentence's score is
 * {@code meaning * cosine + (1 - meaning) * shared words}, less penalties for headings,
 * table rows and other lines that are hardly sentences.
 *
 * @param meaning the share of the cosine between the vectors of question and sentence
 * (under its heading), from 0 to 1; the rest is the share of the question's words that
 * the sentence has, weighted by how rare they are
 * @param threshold the least score of the best sentence; below it the documents do not
 * answer the question
 * @param diversity the weight of a sentence's score against its likeness to those chosen
 * already, from 0 to 1; 1 ignores likeness
 * @param maxSentences the most sentences of an answer, at least 1
 */
public record ExtractiveSettings(double meaning, double threshold, double diversity, int maxSentences) {

	/**
	 * Calibrated with all-MiniLM-L6-v2 on three collections of technical prose: the best
	 * sentence reached the threshold for 48 of 50 questions that they answer, mostly in
	 * other words (0.28 to 0.79; the two refused had 0.26), and was at most 0.25 for
	 * questions about something else. That a sentence is close enough does not make it
	 * the right one.
	 */
	public static final ExtractiveSettings DEFAULT = new ExtractiveSettings(0.8, 0.27, 0.7, 3);

	public ExtractiveSettings {
		requireShare("meaning", meaning);
		requireShare("threshold", threshold);
		requireShare("diversity", diversity);
		if (maxSentences < 1) {
			throw new IllegalArgumentException("maxSentences must be at least 1, but was " + maxSentences);
		}
	}

	private static void requireShare(String option, double value) {
		if (!(value >= 0 && value <= 1)) {
			throw new IllegalArgumentException(option + " must be from 0 to 1, but was " + value);
		}
	}

}
