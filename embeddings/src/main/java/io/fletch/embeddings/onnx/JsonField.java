package io.fletch.embeddings.onnx;

import tools.jackson.databind.JsonNode;

/**
 * Reads fields that may be absent, null or of another type, as if these were absent.
 */
public final class JsonField {

	private JsonField() {
	}

	/**
	 * Reads a whole number.
	 * @param node the object, or a missing node
	 * @param name the field
	 * @param otherwise the value if there is none
	 * @return the value
	 */
	public static int number(JsonNode node, String name, int otherwise) {
		return (int) Math.min(decimal(node, name, otherwise), Integer.MAX_VALUE);
	}

	/**
	 * Reads a number.
	 * @param node the object, or a missing node
	 * @param name the field
	 * @param otherwise the value if there is none
	 * @return the value
	 */
	public static double decimal(JsonNode node, String name, double otherwise) {
		JsonNode field = node.path(name);
		return field.isNumber() ? field.asDouble() : otherwise;
	}

	/**
	 * Reads a text.
	 * @param node the object, or a missing node
	 * @param name the field
	 * @param otherwise the value if there is none
	 * @return the value
	 */
	public static String text(JsonNode node, String name, String otherwise) {
		JsonNode field = node.path(name);
		return field.isString() ? field.asString() : otherwise;
	}

	/**
	 * Reads whether something is so.
	 * @param node the object, or a missing node
	 * @param name the field
	 * @param otherwise the value if there is none
	 * @return the value
	 */
	public static boolean flag(JsonNode node, String name, boolean otherwise) {
		JsonNode field = node.path(name);
		return field.isBoolean() ? field.asBoolean() : otherwise;
	}

}
