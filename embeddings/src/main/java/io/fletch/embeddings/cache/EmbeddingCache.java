package io.fletch.embeddings.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;
import io.fletch.store.embedding.PartialEmbeddingException;

/**
 * Vectors in a folder, so that nothing is embedded twice. An entry is found by the
 * SHA-256 of the model's description, of how it is asked (as a question or a passage) and
 * of the content; it is given back bit for bit. Several functions, tables and processes
 * share a folder. When it is full, what was not used for the longest time makes room.
 * <p>
 * It is a cache: what a crash or a full disk damages is embedded again. A vector is kept
 * as long as the model's description stays the same, so a server that changes its model
 * under the same name needs an empty folder.
 * <p>
 * Safe for use by several threads at once.
 */
public final class EmbeddingCache implements AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddingCache.class);

	private static final long LEAST_BYTES = 1 << 16;

	private final Path folder;

	private final SegmentStore store;

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final AtomicBoolean hasFailed = new AtomicBoolean();

	private volatile boolean closed;

	private EmbeddingCache(Path folder, SegmentStore store) {
		this.folder = folder;
		this.store = store;
	}

	/**
	 * Opens a cache.
	 * @param folder where its files are; made if it is missing
	 * @param maxBytes how long its files may be together, at least 65,536
	 * @return the cache; the caller closes it
	 * @throws EmbeddingException if the folder cannot be read and written, or the bound
	 * is too small
	 */
	public static EmbeddingCache open(Path folder, long maxBytes) {
		if (maxBytes < LEAST_BYTES) {
			throw new EmbeddingException(
					"A cache of vectors of " + maxBytes + " bytes is too small: allow at least " + LEAST_BYTES);
		}
		try {
			return new EmbeddingCache(folder, new SegmentStore(folder, maxBytes));
		}
		catch (IOException ex) {
			throw new EmbeddingException("The cache of vectors in " + folder + " cannot be opened (" + ex
					+ "): give a folder that this process may read and write", ex);
		}
	}

	/**
	 * Returns a function that asks another only for what is not in this cache.
	 * @param function the other; closed with the returned one
	 * @return the function, which embeds pictures or tokens if the other does
	 */
	public CachedEmbeddingFunction wrap(EmbeddingFunction function) {
		return switch (function) {
			case ImageEmbeddingFunction images -> new CachedImageFunction(this, images);
			case MultiVectorEmbeddingFunction tokens -> new CachedMultiVectorFunction(this, tokens);
			default -> new CachedEmbeddingFunction(this, function);
		};
	}

	/**
	 * Returns what was done and what is there.
	 * @return the counts
	 */
	public CacheStatistics statistics() {
		return this.store.statistics(this.hits.sum(), this.misses.sum());
	}

	/**
	 * Returns the vectors of contents, in their order. Those of other lengths are passed
	 * on, not kept.
	 * @throws PartialEmbeddingException if some are here or were embedded when it failed
	 */
	List<float @Nullable [][]> embed(List<ContentKey> keys, IntSupplier dimensions, Missing missing) {
		Map<ContentKey, float @Nullable [][]> vectors = new HashMap<>(find(keys));
		if (!vectors.isEmpty()) {
			int length = dimensions.getAsInt();
			vectors.values().removeIf((each) -> !isGood(each, length));
		}
		Map<ContentKey, Integer> firsts = new LinkedHashMap<>();
		for (int i = 0; i < keys.size(); i++) {
			if (!vectors.containsKey(keys.get(i))) {
				firsts.putIfAbsent(keys.get(i), i);
			}
		}
		this.misses.add(firsts.size());
		this.hits.add(keys.stream().filter(vectors::containsKey).count());
		if (!firsts.isEmpty()) {
			vectors.putAll(embedMissing(keys, vectors, firsts, missing, dimensions));
		}
		return keys.stream().<float @Nullable [][]>map((key) -> copy(vectors.get(key))).toList();
	}

	private Map<ContentKey, float @Nullable [][]> embedMissing(List<ContentKey> keys,
			Map<ContentKey, float @Nullable [][]> found, Map<ContentKey, Integer> firsts, Missing missing,
			IntSupplier dimensions) {
		List<ContentKey> wanted = List.copyOf(firsts.keySet());
		Map<ContentKey, float @Nullable [][]> made = new LinkedHashMap<>();
		try {
			List<float @Nullable [][]> answer = missing.embed(List.copyOf(firsts.values()));
			for (int i = 0; i < wanted.size(); i++) {
				made.put(wanted.get(i), answer.get(i));
			}
			put(made, dimensions.getAsInt());
			return made;
		}
		catch (PartialEmbeddingException ex) {
			ex.embedded().forEach((number, vector) -> made.put(wanted.get(number), new float[][] { vector }));
			if (!made.isEmpty()) {
				put(made, dimensions.getAsInt());
			}
			made.putAll(found);
			throw partial(keys, made, ex);
		}
	}

	/**
	 * Tells whether vectors are as long as they should be, and of numbers. What is not so
	 * is the function's to mend, and not to be kept.
	 */
	private static boolean isGood(float @Nullable [][] vectors, int dimensions) {
		if (vectors == null || vectors.length == 0) {
			return false;
		}
		for (float[] vector : vectors) {
			if (vector == null || vector.length != dimensions) {
				return false;
			}
			for (float number : vector) {
				if (!Float.isFinite(number)) {
					return false;
				}
			}
		}
		return true;
	}

	private static PartialEmbeddingException partial(List<ContentKey> keys,
			Map<ContentKey, float @Nullable [][]> vectors, PartialEmbeddingException cause) {
		Map<Integer, float[]> embedded = new HashMap<>();
		for (int i = 0; i < keys.size(); i++) {
			float[][] each = vectors.get(keys.get(i));
			if (each != null && each[0] != null) {
				embedded.put(i, each[0]);
			}
		}
		return new PartialEmbeddingException(
				cause.getMessage() + " " + embedded.size() + " of " + keys.size() + " are in the cache now.", cause,
				embedded);
	}

	private Map<ContentKey, float[][]> find(List<ContentKey> keys) {
		Map<ContentKey, float[][]> found = new HashMap<>();
		work(() -> found.putAll(this.store.find(new LinkedHashSet<>(keys))));
		return found;
	}

	private void put(Map<ContentKey, float @Nullable [][]> vectors, int dimensions) {
		Map<ContentKey, float[][]> good = new LinkedHashMap<>();
		vectors.forEach((key, each) -> {
			if (each != null && isGood(each, dimensions)) {
				good.put(key, each);
			}
		});
		work(() -> this.store.put(good));
	}

	/**
	 * Works on files as long as that is possible. An interrupt is for the function: it
	 * would end the work on files, and lose what is paid for.
	 */
	private void work(FileWork work) {
		if (this.closed) {
			return;
		}
		boolean isInterrupted = Thread.interrupted();
		try {
			work.run();
		}
		catch (IOException | UncheckedIOException ex) {
			if (this.hasFailed.compareAndSet(false, true)) {
				LOGGER.warn("The cache of vectors in {} failed; texts are embedded without it where it does",
						this.folder, ex);
			}
		}
		finally {
			if (isInterrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Copies vectors, as one may be given out several times.
	 */
	private static float @Nullable [][] copy(float @Nullable [][] vectors) {
		if (vectors == null) {
			return null;
		}
		float[][] copies = new float[vectors.length][];
		for (int i = 0; i < copies.length; i++) {
			copies[i] = copy(vectors[i]);
		}
		return copies;
	}

	private static float[] copy(float[] vector) {
		// A function that fails for one text may give null for it.
		return (vector != null) ? vector.clone() : vector;
	}

	/**
	 * Closes the cache. Functions that use it go on without it.
	 */
	@Override
	public void close() {
		work(this.store::close);
		this.closed = true;
	}

	/**
	 * What embeds contents that are not here.
	 */
	interface Missing {

		/**
		 * Returns the vectors of some of a call's contents.
		 * @param numbers which they are
		 */
		List<float @Nullable [][]> embed(List<Integer> numbers);

	}

	/**
	 * Work on files.
	 */
	private interface FileWork {

		void run() throws IOException;

	}

}
