package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.hash.Sha256;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.context.reading.UnreadableDocumentException.Reason;

/**
 * A document of a source.
 *
 * @param name its name in the source, with folders separated by {@code /}
 * @param content its bytes
 * @param sha256 the SHA-256 of the bytes in hexadecimal digits, if it is known: then
 * unchanged content is not opened
 * @param tags what it is tagged with
 */
public record SourceDocument(String name, Content content, @Nullable String sha256, List<String> tags) {

	private static final int BUFFER_BYTES = 1 << 16;

	public SourceDocument {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(content, "content");
		Objects.requireNonNull(tags, "tags");
		tags = List.copyOf(tags);
	}

	/**
	 * Creates a document without tags, whose hash is not known.
	 * @param name its name in the source
	 * @param content its bytes
	 */
	public SourceDocument(String name, Content content) {
		this(name, content, null, List.of());
	}

	/**
	 * Returns the hash, reading the content if it is not known.
	 * @param maxBytes how much is read at most
	 * @param going throws if it is no longer wanted
	 * @throws UnreadableDocumentException if there is more to read
	 */
	String hash(long maxBytes, Runnable going) throws IOException {
		if (this.sha256 != null) {
			return this.sha256;
		}
		MessageDigest digest = Sha256.digest();
		byte[] buffer = new byte[BUFFER_BYTES];
		long size = 0;
		try (InputStream bytes = this.content.open()) {
			for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
				going.run();
				size += read;
				if (size > maxBytes) {
					throw new UnreadableDocumentException(this.name, Reason.TOO_LARGE, (Throwable) null);
				}
				digest.update(buffer, 0, read);
			}
		}
		return Sha256.hex(digest);
	}

	/**
	 * The bytes of a document.
	 */
	@FunctionalInterface
	public interface Content {

		/**
		 * Opens the content. It may be opened more than once.
		 * @return the bytes; closed after use
		 * @throws IOException if it cannot be opened
		 */
		InputStream open() throws IOException;

	}

}
