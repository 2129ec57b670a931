package io.fletch.sample.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.springframework.core.io.Resource;

/**
 * A document that comes with the application.
 *
 * @param name the name that it is ingested by
 * @param resource its bytes
 */
record BundledDocument(String name, Resource resource) {

	InputStream open() throws IOException {
		return this.resource.getInputStream();
	}

	String sha256() throws IOException {
		try (InputStream content = open()) {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(content.readAllBytes());
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
