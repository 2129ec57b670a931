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

	private final Cache<Object, Weighed> cache;

	/** Whose values were read by this part. */
	private final Cache<Object, Boolean> owners = Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

	/**
	 * Makes an empty cache.
	 * @param maxBytes how many bytes it keeps at most; 0 to keep nothing
	 */
	public FileCache(long maxBytes) {
		this(Caffeine.newBuilder()
			.weakKeys()
			.maximumWeight(maxBytes)
			.weigher((Object owner, Weighed value) -> (int) Math.min(Integer.MAX_VALUE, value.bytes()))
			.executor(Runnable::run)
			.recordStats()
			.build());
	}

	private FileCache(Cache<Object, Weighed> cache) {
		this.cache = cache;
	}

	/**
	 * Makes a part that knows what was read by it. All parts keep no more than the whole
	 * may.
	 * @return the part
	 */
	public FileCache part() {
		return new FileCache(this.cache);
	}

	/**
	 * Returns what a file holds, reading it if it is not here. Of several threads that
	 * ask for the same file at once, one reads it and the others wait.
	 * @param owner whose value it is, told apart by identity; the value goes with it
	 * @param reader reads the file; it must not use this cache
	 * @param weight tells how many bytes of memory the value takes
	 * @param <V> the type of the value, always the same for an owner
	 * @return the value
	 * @throws IOException if the file cannot be read; nothing is kept then
	 */
	@SuppressWarnings("unchecked")
	public <V> V get(Object owner, Reader<V> reader, ToLongFunction<V> weight) throws IOException {
		try {
			return (V) this.cache.get(owner, (missing) -> {
				Weighed value = read(reader, weight);
				this.owners.put(missing, true);
				return value;
			}).value();
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
	 * Forgets the value of an owner.
	 * @param owner the owner
	 */
	public void forget(Object owner) {
		this.cache.invalidate(owner);
	}

	/**
	 * Forgets all values that were read by this part.
	 */
	public void forgetAll() {
		this.cache.invalidateAll(this.owners.asMap().keySet());
		this.owners.invalidateAll();
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
	 * Returns how often a value was here when it was asked for, of all parts.
	 * @return the number of times
	 */
	public long hits() {
		return this.cache.stats().hitCount();
	}

	/**
	 * Returns how often a value had to be read, of all parts.
	 * @return the number of times
	 */
	public long misses() {
		return this.cache.stats().missCount();
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
