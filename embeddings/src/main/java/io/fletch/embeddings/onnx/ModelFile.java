package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;

/**
 * One file of a model, read into memory, with what an error about it has to say.
 *
 * @param description where the file is
 * @param remedy what helps if the file is missing or damaged
 * @param content the bytes
 */
record ModelFile(String description, String remedy, byte[] content) {

	static ModelFile ofClassPath(String resource, String remedy) {
		String description = "class path resource " + resource;
		try (InputStream stream = ModelFile.class.getResourceAsStream("/" + resource)) {
			if (stream == null) {
				throw missing(description, remedy);
			}
			return new ModelFile(description, remedy, stream.readAllBytes());
		}
		catch (IOException ex) {
			throw unreadable(description, remedy, ex);
		}
	}

	static ModelFile ofPath(Path file, String remedy) {
		String description = file.toString();
		if (!Files.isRegularFile(file)) {
			throw missing(description, remedy);
		}
		try {
			return new ModelFile(description, remedy, Files.readAllBytes(file));
		}
		catch (IOException ex) {
			throw unreadable(description, remedy, ex);
		}
	}

	EmbeddingException damaged(String expectation, @Nullable Throwable cause) {
		String reason = (cause != null) ? " (" + cause.getMessage() + ")" : "";
		return new EmbeddingException("Model file " + this.description + " of " + this.content.length + " bytes is not "
				+ expectation + reason + ". " + this.remedy, cause);
	}

	private static EmbeddingException missing(String description, String remedy) {
		return new EmbeddingException("Model file " + description + " is missing. " + remedy);
	}

	private static EmbeddingException unreadable(String description, String remedy, IOException cause) {
		return new EmbeddingException(
				"Model file " + description + " cannot be read (" + cause.getMessage() + "). " + remedy, cause);
	}

}
