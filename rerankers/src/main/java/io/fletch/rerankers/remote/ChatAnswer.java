package io.fletch.rerankers.remote;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.store.embedding.EmbeddingException;

/**
 * The answer of a chat model that was asked for JSON. What stands around the JSON does
 * not matter, nor do entries for texts that there are not; a text that the model left out
 * has the score 0. An answer without any score is an error.
 *
 * @param choices what the model says
 */
record ChatAnswer(@Nullable List<@Nullable Choice> choices) implements RerankAnswer {

	private static final JsonMapper JSON = new JsonMapper();

	private static final double GREATEST = 10;

	private static final int LONGEST_QUOTE = 200;

	@Override
	public double[] scores(int expected) {
		String content = content();
		double[] scores = new double[expected];
		Arrays.fill(scores, Double.NaN);
		for (JsonNode entry : entries(content)) {
			JsonNode score = entry.path("score");
			double value = score.isNumber() ? score.doubleValue() : number(score.asString(""));
			int index = entry.path("index").asInt(-1);
			if (index >= 0 && index < expected && Double.isFinite(value) && Double.isNaN(scores[index])) {
				scores[index] = Math.clamp(value / GREATEST, 0, 1);
			}
		}
		if (Arrays.stream(scores).allMatch(Double::isNaN)) {
			throw unusable("no score of any of " + expected + " texts", content);
		}
		return Arrays.stream(scores).map((score) -> Double.isNaN(score) ? 0 : score).toArray();
	}

	private static double number(String text) {
		try {
			return Double.parseDouble(text.strip());
		}
		catch (NumberFormatException ex) {
			// A word is no score.
			return Double.NaN;
		}
	}

	private String content() {
		if (this.choices != null && !this.choices.isEmpty() && this.choices.getFirst() instanceof Choice first
				&& first.message() instanceof Message message && message.content() instanceof String content) {
			return content;
		}
		throw unusable("no message", "");
	}

	/**
	 * Models like to put JSON between other words.
	 */
	private static Iterable<JsonNode> entries(String content) {
		int object = content.indexOf('{');
		int array = content.indexOf('[');
		int begin = (array >= 0 && (object < 0 || array < object)) ? array : object;
		int end = Math.max(content.lastIndexOf('}'), content.lastIndexOf(']'));
		if (begin < 0 || end < begin) {
			throw unusable("no JSON", content);
		}
		try {
			JsonNode root = JSON.readTree(content.substring(begin, end + 1));
			return root.isArray() ? root : root.path("scores");
		}
		catch (JacksonException ex) {
			throw unusable("broken JSON", content);
		}
	}

	private static EmbeddingException unusable(String what, String content) {
		String line = content.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
		return new EmbeddingException("the model answered " + what + ": '"
				+ ((line.length() > LONGEST_QUOTE) ? line.substring(0, LONGEST_QUOTE) + "..." : line)
				+ "'. Choose another by the option 'model', or a smaller 'batch-size'.");
	}

	/**
	 * One of the answers.
	 *
	 * @param message what the model says
	 */
	record Choice(@Nullable Message message) {

	}

	/**
	 * What the model says.
	 *
	 * @param content the text
	 */
	record Message(@Nullable String content) {

	}

}
