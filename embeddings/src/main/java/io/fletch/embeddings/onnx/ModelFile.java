package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;

/**
 * One file of a model, with what an error about it has to say.
 */
public final class ModelFile {

	private static final int BUFFER = 1 << 16;

	private final String description;

	private final String remedy;

	private final @Nullable Path path;

	private final byte[] content;

	private ModelFile(String description, String remedy, @Nullable Path path, byte[] content) {
		this.description = description;
		this.remedy = remedy;
		this.path = path;
		this.content = content;
	}

	static ModelFile ofPath(Path path, String remedy) {
		return new ModelFile(path.toString(), remedy, path, new byte[0]);
	}

	static ModelFile ofContent(String description, String remedy, byte[] content) {
		return new ModelFile(description, remedy, null, content);
	}

	/**
	 * Returns the file's place, where it has one.
	 * @return the path; empty if it is part of the class path
	 */
	Optional<Path> path() {
		return Optional.ofNullable(this.path);
	}

	/**
	 * Returns the bytes.
	 * @return the content
	 * @throws EmbeddingException if the file cannot be read
	 */
	public byte[] content() {
		if (this.path == null) {
			return this.content;
		}
		try {
			return Files.readAllBytes(this.path);
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	/**
	 * Returns the checksum of the bytes, which tells one model from another.
	 * @return the first 16 hexadecimal digits of the SHA-256 checksum
	 * @throws EmbeddingException if the file cannot be read
	 */
	public String checksum() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			if (this.path == null) {
				digest.update(this.content);
			}
			else {
				read(this.path, digest);
			}
			return HexFormat.of().formatHex(digest.digest(), 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

	private void read(Path file, MessageDigest digest) {
		try (InputStream stream = Files.newInputStream(file)) {
			byte[] buffer = new byte[BUFFER];
			for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
				digest.update(buffer, 0, count);
			}
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	/**
	 * Makes the exception that says that the file is not what it should be.
	 * @param expectation what it should be, with an article
	 * @param cause what tells that it is not, or {@code null}
	 * @return the exception, which names the file and the remedy
	 */
	public EmbeddingException damaged(String expectation, @Nullable Throwable cause) {
		String reason = (cause != null) ? " (" + cause.getMessage() + ")" : "";
		return new EmbeddingException("Model file " + this.description + " of " + size() + " bytes is not "
				+ expectation + reason + ". " + this.remedy, cause);
	}

	private long size() {
		try {
			return (this.path != null) ? Files.size(this.path) : this.content.length;
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private EmbeddingException unreadable(IOException cause) {
		return new EmbeddingException(
				"Model file " + this.description + " cannot be read (" + cause.getMessage() + "). " + this.remedy,
				cause);
	}

	/**
	 * Returns where the file is.
	 */
	@Override
	public String toString() {
		return this.description;
	}

}
