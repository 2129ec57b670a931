package io.fletch.rerankers.remote;

import java.io.StringReader;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.store.embedding.EmbeddingException;

/**
 * The answer of a chat model that was asked for JSON. What stands around the JSON does
 * not matter, be it with brackets, nor do entries for texts that there are not; a text
 * that the model left out has the score 0. An answer without any score is an error.
 *
 * @param choices what the model says
 */
record ChatAnswer(@Nullable List<@Nullable Choice> choices) implements RerankAnswer {

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/** So many brackets are tried, so that no answer takes long. */
	private static final int MOST_TRIED = 100;

	private static final double GREATEST = 10;

	private static final int LONGEST_QUOTE = 200;

	@Override
	public double[] scores(int expected) {
		String content = content();
		int begin = opening(content, 0);
		if (begin < 0 || Math.max(content.lastIndexOf('}'), content.lastIndexOf(']')) < begin) {
			throw unusable("no JSON", content);
		}
		boolean isBroken = false;
		for (int tried = 0; tried < MOST_TRIED && begin >= 0; tried++) {
			int next = begin + 1;
			try (JsonParser parser = JSON.createParser(new StringReader(content.substring(begin)))) {
				double[] scores = scores(JSON.readTree(parser), expected);
				if (scores.length > 0) {
					return scores;
				}
				next = begin + (int) Math.max(1, parser.currentLocation().getCharOffset());
			}
			catch (JacksonException ex) {
				// A bracket that opens no JSON belongs to the words.
				isBroken = true;
			}
			begin = opening(content, next);
		}
		throw unusable(isBroken ? "broken JSON" : "no score of any of " + expected + " texts", content);
	}

	/**
	 * Models like to put JSON between other words, which may have brackets of their own.
	 */
	private static int opening(String content, int from) {
		int object = content.indexOf('{', from);
		int array = content.indexOf('[', from);
		return (array >= 0 && (object < 0 || array < object)) ? array : object;
	}

	/**
	 * Returns the scores, or none if there is not a single one.
	 */
	private static double[] scores(JsonNode root, int expected) {
		double[] scores = new double[expected];
		Arrays.fill(scores, Double.NaN);
		for (JsonNode entry : root.isArray() ? root : root.path("scores")) {
			JsonNode score = entry.path("score");
			double value = score.isNumber() ? score.doubleValue() : number(score.asString(""));
			int index = entry.path("index").asInt(-1);
			if (index >= 0 && index < expected && Double.isFinite(value) && Double.isNaN(scores[index])) {
				scores[index] = Math.clamp(value / GREATEST, 0, 1);
			}
		}
		if (Arrays.stream(scores).allMatch(Double::isNaN)) {
			return new double[0];
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
