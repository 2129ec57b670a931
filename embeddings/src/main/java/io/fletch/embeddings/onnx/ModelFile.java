package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;

/**
 * One file of a model, with what an error about it has to say.
 */
public final class ModelFile {

	private static final int BUFFER = 1 << 16;

	private final String name;

	private final String remedy;

	private final @Nullable Path path;

	private final byte[] content;

	private final List<ModelFile> weights;

	private ModelFile(String name, String remedy, @Nullable Path path, byte[] content, List<ModelFile> weights) {
		this.name = name;
		this.remedy = remedy;
		this.path = path;
		this.content = content;
		this.weights = weights;
	}

	static ModelFile ofPath(String name, Path path, String remedy) {
		return new ModelFile(name, remedy, path, new byte[0], List.of());
	}

	static ModelFile ofResource(String name, byte[] content, String remedy) {
		return new ModelFile(name, remedy, null, content, List.of());
	}

	/**
	 * Returns the file of a network, together with those that hold its weights.
	 * @param files the files beside it
	 */
	ModelFile withWeights(List<ModelFile> files) {
		return new ModelFile(this.name, this.remedy, this.path, this.content, List.copyOf(files));
	}

	/**
	 * Returns the file's path within the model.
	 */
	String name() {
		return this.name;
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
	 * Returns the checksum of the bytes of several files, and of the weights beside them,
	 * which tells one model from another.
	 * @param files the files
	 * @return the first 16 hexadecimal digits of the SHA-256 checksum
	 * @throws EmbeddingException if a file cannot be read
	 */
	static String checksum(List<ModelFile> files) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			files.forEach((file) -> file.digest(digest));
			return HexFormat.of().formatHex(digest.digest(), 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

	private void digest(MessageDigest digest) {
		// The sizes keep bytes from moving unseen from one file to the next.
		digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size()).flip());
		if (this.path == null) {
			digest.update(this.content);
		}
		else {
			read(this.path, digest);
		}
		this.weights.forEach((file) -> file.digest(digest));
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
	 * Goes on with something that was made of this file, and frees it if that fails,
	 * whatever the failure.
	 * @param opened what holds native memory
	 * @param expectation what the file should be, with an article
	 * @param next what is done with it
	 * @param <C> its type
	 * @param <R> the type of the result
	 * @return the result, which closes it from now on
	 * @throws EmbeddingException if going on fails; names this file
	 */
	public <C extends AutoCloseable, R> R with(C opened, String expectation, Function<C, R> next) {
		try {
			return next.apply(opened);
		}
		catch (EmbeddingException | Error ex) {
			free(opened, ex);
			throw ex;
		}
		catch (RuntimeException ex) {
			free(opened, ex);
			throw damaged(expectation + " that can be used", ex);
		}
	}

	private static void free(AutoCloseable opened, Throwable failure) {
		try {
			opened.close();
		}
		catch (Exception ex) {
			failure.addSuppressed(ex);
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
		return new EmbeddingException(
				"Model file " + this + " of " + size() + " bytes is not " + expectation + reason + ". " + this.remedy,
				cause);
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
				"Model file " + this + " cannot be read (" + cause.getMessage() + "). " + this.remedy, cause);
	}

	/**
	 * Returns where the file is.
	 */
	@Override
	public String toString() {
		return (this.path != null) ? this.path.toString() : "class path resource " + this.name;
	}

}
