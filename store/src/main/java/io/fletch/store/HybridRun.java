package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongUnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Ranking;

/**
 * Finds rows by vectors and by words at once, and joins them. What comes from the first
 * rows of both sides stands before what comes from later ones, so that the order does not
 * depend on how many rows are asked for, and pages fit together.
 */
final class HybridRun {

	/** How many times as many rows each side gives in the next round. */
	private static final int GROWTH = 4;

	private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

	private final @Nullable Side vectors;

	private final @Nullable Side words;

	private final Fusion fusion;

	private final LongUnaryOperator origins;

	private final Extent extent;

	/**
	 * Joins two sides, or orders what one found anew.
	 */
	HybridRun(@Nullable Side vectors, @Nullable Side words, Fusion fusion, LongUnaryOperator origins, Extent extent) {
		this.vectors = vectors;
		this.words = words;
		this.fusion = fusion;
		this.origins = origins;
		this.extent = extent;
	}

	/**
	 * Finds rows. Only when to stop early depends on how many are asked for; what each
	 * round gives, and which is the last, does not. From the second round on, what leaves
	 * rows away is asked no further: it might be asked down to the last row in vain.
	 * @param count how many
	 * @return the rows, best first; fewer than asked for if these are all
	 */
	List<Found> first(int count) throws IOException {
		Map<Long, Found> found = new LinkedHashMap<>();
		for (long depth = this.extent.depth();; depth = Math.min(depth * GROWTH, Integer.MAX_VALUE)) {
			int limit = (int) depth;
			Sides sides = sides(limit);
			Map<Long, Found.Place> byVector = Found.places(sides.vectors());
			Map<Long, Found.Place> byWords = Found.places(sides.words());
			for (Candidate row : this.fusion.fuse(rankings(sides))) {
				found.putIfAbsent(row.rowId(), new Found(row.rowId(), this.origins.applyAsLong(row.rowId()),
						row.score(), byVector.get(row.rowId()), byWords.get(row.rowId())));
			}
			boolean isAll = sides.vectors().size() < limit && sides.words().size() < limit;
			if (isAll || found.size() >= Math.min(count, this.extent.most())
					|| depth > this.extent.depth() && !found.keySet().containsAll(judged(byVector, byWords))) {
				return found.values().stream().limit(this.extent.most()).toList();
			}
		}
	}

	private static Set<Long> judged(Map<Long, Found.Place> byVector, Map<Long, Found.Place> byWords) {
		Set<Long> judged = new HashSet<>(byVector.keySet());
		judged.addAll(byWords.keySet());
		return judged;
	}

	private List<Ranking> rankings(Sides sides) {
		List<Ranking> rankings = new ArrayList<>();
		if (this.vectors != null) {
			rankings.add(new Ranking(Ranking.Source.VECTOR, sides.vectors()));
		}
		if (this.words != null) {
			rankings.add(new Ranking(Ranking.Source.TEXT, sides.words()));
		}
		return rankings;
	}

	private Sides sides(int depth) throws IOException {
		Side first = this.vectors;
		Side second = this.words;
		if (first != null && second != null) {
			return both(first, second, depth);
		}
		return new Sides((first != null) ? first.find(depth) : List.of(),
				(second != null) ? second.find(depth) : List.of());
	}

	/**
	 * Asks both sides at once, one of them in this thread. If that one fails, or the
	 * thread is interrupted, both stop; a failure of the other is told when this one is
	 * done. Where there is one processor they take turns, as changing threads would only
	 * cost time.
	 */
	private static Sides both(Side vectors, Side words, int depth) throws IOException {
		if (PROCESSORS == 1) {
			return new Sides(vectors.find(depth), words.find(depth));
		}
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			try {
				Future<List<Candidate>> byWords = threads.submit(() -> words.find(depth));
				return new Sides(vectors.find(depth), byWords.get());
			}
			finally {
				threads.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The thread was interrupted while it searched the table; ask again", ex);
		}
		catch (ExecutionException ex) {
			throw failure(ex);
		}
	}

	private static RuntimeException failure(ExecutionException ex) throws IOException {
		return switch (ex.getCause()) {
			case IOException failure -> throw failure;
			case RuntimeException failure -> failure;
			case Error failure -> throw failure;
			case null, default -> new IllegalStateException("A side of a hybrid search failed", ex.getCause());
		};
	}

	/**
	 * One side of a search.
	 */
	@FunctionalInterface
	interface Side {

		/**
		 * Finds the best rows.
		 */
		List<Candidate> find(int limit) throws IOException;

	}

	/**
	 * Joins both sides.
	 */
	@FunctionalInterface
	interface Fusion {

		List<Candidate> fuse(List<Ranking> rankings) throws IOException;

	}

	/**
	 * How far a search goes.
	 *
	 * @param depth how many rows each side gives first
	 * @param most how many rows a fusion gives at most, beyond which none is looked for
	 */
	record Extent(int depth, int most) {
	}

	/**
	 * What both found.
	 */
	private record Sides(List<Candidate> vectors, List<Candidate> words) {
	}

}
