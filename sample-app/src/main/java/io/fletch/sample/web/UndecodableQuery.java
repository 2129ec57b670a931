package io.fletch.sample.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Finds the parameter that makes a URL's query unreadable, which the servlet container
 * does not tell.
 */
final class UndecodableQuery {

	private static final String UNKNOWN = "query";

	private UndecodableQuery() {
	}

	static String parameterOf(@Nullable String query) {
		for (String pair : StringUtils.tokenizeToStringArray(query, "&")) {
			String[] parts = pair.split("=", 2);
			if (!decodable(parts[0])) {
				return UNKNOWN;
			}
			if (parts.length == 2 && !decodable(parts[1])) {
				return StringUtils.uriDecode(parts[0], StandardCharsets.UTF_8);
			}
		}
		return UNKNOWN;
	}

	private static boolean decodable(String text) {
		try {
			String bytes = StringUtils.uriDecode(text, StandardCharsets.ISO_8859_1);
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
			return true;
		}
		catch (IllegalArgumentException | CharacterCodingException ex) {
			return false;
		}
	}

}
