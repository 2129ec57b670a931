package io.fletch.context.hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * SHA-256 in hexadecimal digits, for the stages of this module.
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * Begins a digest.
	 * @return a new digest
	 */
	public static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Ends a digest.
	 * @param digest the digest
	 * @return 64 hexadecimal digits in lower case
	 */
	public static String hex(MessageDigest digest) {
		return HexFormat.of().formatHex(Objects.requireNonNull(digest, "digest").digest());
	}

	/**
	 * Hashes a text.
	 * @param text the text, hashed in UTF-8
	 * @return 64 hexadecimal digits in lower case
	 */
	public static String hex(String text) {
		return HexFormat.of()
			.formatHex(digest().digest(Objects.requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8)));
	}

}
