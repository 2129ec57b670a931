package io.fletch.embeddings.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a hub says about the bytes of a file: the SHA-256 checksum of a large one, or the
 * SHA-1 checksum by which Git knows a small one.
 *
 * @param digits the checksum in hexadecimal digits
 */
record Checksum(String digits) {

	private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{40}");

	private static final int SHA1_DIGITS = 40;

	private static final int BUFFER = 1 << 16;

	/**
	 * Reads a tag, which is a checksum or says nothing about the bytes.
	 */
	static @Nullable Checksum ofTag(@Nullable String tag) {
		return (tag != null && FORM.matcher(tag).matches()) ? new Checksum(tag) : null;
	}

	String algorithm() {
		return (this.digits.length() == SHA1_DIGITS) ? "SHA-1" : "SHA-256";
	}

	/**
	 * Computes the checksum of a file.
	 * @return this checksum if the file has it, else its own
	 */
	Checksum of(Path file) throws IOException {
		Checksum plain = new Checksum(digest(file, new byte[0]));
		if (plain.equals(this) || this.digits.length() != SHA1_DIGITS) {
			return plain;
		}
		// Git puts the kind and the size before the bytes; mirrors may not.
		String header = "blob " + Files.size(file) + "\0";
		return new Checksum(digest(file, header.getBytes(StandardCharsets.US_ASCII)));
	}

	private String digest(Path file, byte[] header) throws IOException {
		try (InputStream stream = Files.newInputStream(file)) {
			MessageDigest digest = MessageDigest.getInstance(algorithm());
			digest.update(header);
			byte[] buffer = new byte[BUFFER];
			for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
				digest.update(buffer, 0, count);
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has " + algorithm(), ex);
		}
	}

}
