package io.fletch.embeddings.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A body of a request that is a form instead of JSON. Never shown, as it may hold a key.
 *
 * @param fields the values by the names of the fields
 */
public record FormBody(Map<String, String> fields) {

	String encoded() {
		return this.fields.entrySet()
			.stream()
			.map((field) -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return "FormBody" + this.fields.keySet();
	}

}
