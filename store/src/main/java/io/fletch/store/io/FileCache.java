package io.fletch.store.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.ToLongFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;

/**
 * Keeps what was read from immutable files, up to a number of bytes; what was used least
 * goes first. Safe for use by several threads at once.
 */
public final class FileCache {

	private final Cache<Key, Weighed> cache;

	/**
	 * Makes an empty cache.
	 * @param maxBytes how many bytes it keeps at most; 0 to keep nothing
	 */
	public FileCache(long maxBytes) {
		this.cache = Caffeine.newBuilder()
			.maximumWeight(maxBytes)
			.weigher((Key key, Weighed value) -> (int) Math.min(Integer.MAX_VALUE, value.bytes()))
			.executor(Runnable::run)
			.build();
	}

	/**
	 * Returns what a file holds, reading it if it is not here. Of several threads that
	 * ask for the same file at once, one reads it and the others wait.
	 * @param key stands for the file and for what it is read as
	 * @param reader reads the file; it must not use this cache
	 * @param weight tells how many bytes of memory the value takes
	 * @param <V> the type of the value, always the same for a key
	 * @return the value
	 * @throws IOException if the file cannot be read; nothing is kept then
	 */
	@SuppressWarnings("unchecked")
	public <V> V get(Key key, Reader<V> reader, ToLongFunction<V> weight) throws IOException {
		try {
			return (V) this.cache.get(key, (missing) -> read(reader, weight)).value();
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private static <V> Weighed read(Reader<V> reader, ToLongFunction<V> weight) {
		try {
			V value = reader.read();
			return new Weighed(Objects.requireNonNull(value), weight.applyAsLong(value));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Forgets everything of an owner.
	 * @param owner the owner, as in {@link Key#owner()}
	 */
	public void forget(Object owner) {
		this.cache.asMap().keySet().removeIf((key) -> key.owner().equals(owner));
	}

	/**
	 * Returns how much is kept.
	 * @return the number of bytes
	 */
	public long byteSize() {
		this.cache.cleanUp();
		return this.cache.policy().eviction().map(Policy.Eviction::weightedSize).orElseThrow().orElse(0);
	}

	/**
	 * Returns how many values are kept.
	 * @return the number of values
	 */
	public long itemCount() {
		this.cache.cleanUp();
		return this.cache.estimatedSize();
	}

	/**
	 * A file, and what it is read as.
	 *
	 * @param owner whose file it is, compared by {@code equals}, such as an open table
	 * @param path the path of the file, with a word behind it where a file is read as
	 * several things
	 */
	public record Key(Object owner, String path) {
	}

	/**
	 * Reads a file.
	 *
	 * @param <V> what it gives
	 */
	@FunctionalInterface
	public interface Reader<V> {

		/**
		 * Reads the file.
		 * @return what it holds
		 * @throws IOException if it cannot be read
		 */
		V read() throws IOException;

	}

	private record Weighed(Object value, long bytes) {
	}

}
