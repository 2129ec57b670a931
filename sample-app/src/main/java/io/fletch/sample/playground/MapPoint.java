package io.fletch.sample.playground;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.Passage;

/**
 * A passage in the plane.
 *
 * @param id the passage's id
 * @param documentId the document's id
 * @param documentName the document's name
 * @param start the first characters of the text
 * @param x where it lies from left to right
 * @param y where it lies from below to above
 */
public record MapPoint(String id, String documentId, String documentName, String start, double x, double y) {

	private static final int LONGEST = 160;

	static @Nullable MapPoint of(Passage passage, Axes axes, Map<String, String> documents) {
		String name = documents.get(passage.documentId());
		float[] vector = passage.vector();
		if (name == null || vector == null) {
			return null;
		}
		double[] place = axes.place(vector);
		return new MapPoint(passage.id(), passage.documentId(), name, start(passage.text()), place[0], place[1]);
	}

	/** No pair of surrogates is cut in two. */
	private static String start(String text) {
		if (text.length() <= LONGEST) {
			return text;
		}
		int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
		return text.substring(0, end) + "…";
	}

}
