package io.fletch.store.index.vector;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.IndexRows;
import io.fletch.store.io.Storage;

/**
 * Builds a graph of neighbours. The vectors lie in a file meanwhile; in memory are the
 * neighbours of each, about ten bytes each. The same vectors give the same graph.
 */
public final class HnswIndexBuilder {

	private static final Logger logger = LoggerFactory.getLogger(HnswIndexBuilder.class);

	private static final int SAMPLE = 1 << 14;

	/** So many more neighbours than asked for are kept until the graph is complete. */
	private static final float OVERFLOW = 1.2f;

	/** Neighbours that are so many times nearer to each other replace one another. */
	private static final float ALPHA = 1.2f;

	private static final int BATCH = 1000;

	private final HnswSpec spec;

	private final IndexRows rows;

	private final BuildProgress progress;

	private HnswIndexBuilder(IndexRows rows, HnswSpec spec, BuildProgress progress) {
		this.spec = spec;
		this.rows = rows;
		this.progress = progress;
	}

	/**
	 * Writes a segment.
	 * @param storage the folder of the table
	 * @param path the path of the file, in a folder that exists
	 * @param rows the rows, of which the first column has the vectors
	 * @param spec which graph
	 * @param progress is told how far it is
	 * @return what is known of the file, which is durable
	 * @throws IOException if something cannot be read or written; no file is left then
	 * @throws InvalidInputException if there are too few vectors for what is to be built
	 * @throws CancelledException if the thread is interrupted; no file is left then
	 */
	public static IndexFileWriter.Written build(Storage storage, String path, IndexRows rows, HnswSpec spec,
			BuildProgress progress) throws IOException {
		int folder = path.lastIndexOf('/') + 1;
		String spilled = path.substring(0, folder) + "." + path.substring(folder) + "-vectors.tmp";
		try (IndexFileWriter target = IndexFileWriter.create(storage, path)) {
			new HnswIndexBuilder(rows, spec, progress).build(storage, spilled, target);
			return target.finish();
		}
		finally {
			discard(storage, spilled);
		}
	}

	private static void discard(Storage storage, String spilled) {
		try {
			storage.delete(spilled);
		}
		catch (IOException ex) {
			logger.warn("'{}' could not be deleted now; a cleaning will take it", spilled, ex);
		}
	}

	private void build(Storage storage, String spilled, IndexFileWriter target) throws IOException {
		VectorStream stream = new VectorStream(this.rows, this.spec.space(), this::advanced, 2);
		VectorSample sample = new VectorSample(Math.min(SAMPLE, this.rows.count()),
				new Random(this.spec.training().seed()));
		double[] longest = new double[1];
		stream.forEach((ordinal, vector) -> {
			sample.offer(vector);
			longest[0] = Math.max(longest[0], squares(vector));
		});
		VectorCodes codes = VectorCodes.train(this.spec.space(), this.spec.form(), sample.vectors(),
				this.spec.training());
		SpilledVectors vectors = SpilledVectors.write(storage, spilled, stream,
				new SpilledVectors.Shape(this.spec.space(), sample.seen(), longest[0]));
		EqualVectors equal = EqualVectors.of(vectors);
		try (ImmutableGraphIndex graph = graph(vectors, equal.distinct())) {
			new GraphFileWriter(target, this.spec, codes).write(vectors, equal, graph, this.rows.count());
		}
	}

	private static double squares(float[] vector) {
		double squares = 0;
		for (float value : vector) {
			squares += (double) value * value;
		}
		return squares;
	}

	private void advanced(long done, long total) {
		this.progress.advanced(done, total + this.rows.count());
	}

	private ImmutableGraphIndex graph(SpilledVectors vectors, int[] distinct) throws IOException {
		GraphScores scores = new GraphScores(vectors, distinct, Thread.currentThread());
		ForkJoinPool pool = ForkJoinPool.commonPool();
		try (GraphIndexBuilder builder = new GraphIndexBuilder(scores, this.spec.space().size(), this.spec.degree(),
				this.spec.breadth(), OVERFLOW, ALPHA, true, false, pool, pool)) {
			for (int node = 0; node < distinct.length; node++) {
				builder.addGraphNode(node, scores.searchProviderFor(node));
				if (node % BATCH == 0) {
					CancelledException.throwIfInterrupted();
					this.progress.advanced(2L * this.rows.count() + node, 3L * this.rows.count());
				}
			}
			complete(builder);
			return builder.getGraph();
		}
	}

	private static void complete(GraphIndexBuilder builder) {
		try {
			builder.cleanup();
		}
		catch (RuntimeException ex) {
			// Threads that work for this one wrap what they throw.
			if (Thread.currentThread().isInterrupted()) {
				throw new CancelledException("The thread was interrupted while it built a graph; nothing changed", ex);
			}
			throw ex;
		}
	}

}
