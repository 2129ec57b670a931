package io.fletch.embeddings.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

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
	 * Returns the vectors of contents, in their order.
	 * @throws PartialEmbeddingException if some are here or were embedded when it failed
	 */
	List<float[][]> embed(List<ContentKey> keys, Missing missing) {
		Map<ContentKey, float[][]> vectors = new HashMap<>(find(keys));
		Map<ContentKey, Integer> firsts = new LinkedHashMap<>();
		for (int i = 0; i < keys.size(); i++) {
			if (!vectors.containsKey(keys.get(i))) {
				firsts.putIfAbsent(keys.get(i), i);
			}
		}
		this.misses.add(firsts.size());
		this.hits.add(keys.stream().filter(vectors::containsKey).count());
		if (!firsts.isEmpty()) {
			vectors.putAll(embedMissing(keys, vectors, firsts, missing));
		}
		return keys.stream().map((key) -> copy(vectors.get(key))).toList();
	}

	private Map<ContentKey, float[][]> embedMissing(List<ContentKey> keys, Map<ContentKey, float[][]> found,
			Map<ContentKey, Integer> firsts, Missing missing) {
		List<ContentKey> wanted = List.copyOf(firsts.keySet());
		Map<ContentKey, float[][]> made = new LinkedHashMap<>();
		try {
			List<float[][]> answer = missing.embed(List.copyOf(firsts.values()));
			for (int i = 0; i < wanted.size(); i++) {
				made.put(wanted.get(i), answer.get(i));
			}
			requireSameLength(found, made);
			put(made);
			return made;
		}
		catch (PartialEmbeddingException ex) {
			ex.embedded().forEach((number, vector) -> made.put(wanted.get(number), new float[][] { vector }));
			put(made);
			made.putAll(found);
			throw partial(keys, made, ex);
		}
	}

	private void requireSameLength(Map<ContentKey, float[][]> found, Map<ContentKey, float[][]> made) {
		int fresh = made.values().iterator().next()[0].length;
		for (float[][] old : found.values()) {
			if (old[0].length != fresh) {
				throw new EmbeddingException("The cache in " + this.folder + " has vectors of " + old[0].length
						+ " numbers of this model, which now gives " + fresh
						+ ": the server has another model of the same name; use an empty folder");
			}
		}
	}

	private static PartialEmbeddingException partial(List<ContentKey> keys, Map<ContentKey, float[][]> vectors,
			PartialEmbeddingException cause) {
		Map<Integer, float[]> embedded = new HashMap<>();
		for (int i = 0; i < keys.size(); i++) {
			float[][] each = vectors.get(keys.get(i));
			if (each != null) {
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

	private void put(Map<ContentKey, float[][]> vectors) {
		work(() -> this.store.put(vectors));
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
	private static float[][] copy(float @Nullable [] @Nullable [] vectors) {
		List<float[]> copies = new ArrayList<>();
		if (vectors != null) {
			for (float[] vector : vectors) {
				copies.add(vector.clone());
			}
		}
		return copies.toArray(float[][]::new);
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
		List<float[][]> embed(List<Integer> numbers);

	}

	/**
	 * Work on files.
	 */
	private interface FileWork {

		void run() throws IOException;

	}

}
