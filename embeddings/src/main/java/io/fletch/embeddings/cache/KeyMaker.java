package io.fletch.embeddings.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;

import io.fletch.store.embedding.ModelDescription;

/**
 * Makes keys for one model and one way of embedding. What goes into the hash is preceded
 * by its length, so that no two contents run together into the same bytes.
 */
final class KeyMaker {

	private final MessageDigest beginning;

	/**
	 * Begins the hash.
	 * @param model what the vectors depend on
	 * @param place where the model runs, if not here
	 * @param mode how the content is embedded, for example as a question
	 */
	KeyMaker(ModelDescription model, String place, String mode) {
		try {
			this.beginning = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
		add(this.beginning, model.model().getBytes(StandardCharsets.UTF_8));
		new TreeMap<>(model.settings()).forEach((name, value) -> {
			add(this.beginning, name.getBytes(StandardCharsets.UTF_8));
			add(this.beginning, value.getBytes(StandardCharsets.UTF_8));
		});
		add(this.beginning, place.getBytes(StandardCharsets.UTF_8));
		add(this.beginning, mode.getBytes(StandardCharsets.UTF_8));
	}

	ContentKey key(String text) {
		// As they are: an encoding would replace halves of surrogate pairs.
		ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
		bytes.asCharBuffer().put(text);
		return key(bytes.array());
	}

	ContentKey key(byte[] content) {
		try {
			MessageDigest digest = (MessageDigest) this.beginning.clone();
			add(digest, content);
			return ContentKey.of(digest.digest());
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("The JDK's SHA-256 can be cloned", ex);
		}
	}

	private static void add(MessageDigest digest, byte[] bytes) {
		digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
		digest.update(bytes);
	}

}
