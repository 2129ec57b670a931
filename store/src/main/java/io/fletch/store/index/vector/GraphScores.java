package io.fletch.store.index.vector;

import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.ScoreFunction;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;

import io.fletch.store.error.CancelledException;

/**
 * Tells jvector how near vectors are to each other: large is near. The inverse of the
 * squared distance has the same ratios at every scale, which its choice of neighbours
 * goes by.
 *
 * @param vectors the vectors
 * @param nodes the vector of each node
 * @param builder the thread that builds the graph; where it is interrupted, others that
 * work for it stop
 */
record GraphScores(SpilledVectors vectors, int[] nodes, Thread builder) implements BuildScoreProvider {

	private static final float SAME = 1e-30f;

	@Override
	public boolean isExact() {
		return true;
	}

	@Override
	public VectorFloat<?> approximateCentroid() {
		throw new UnsupportedOperationException("nodes are compared by their numbers");
	}

	@Override
	public SearchScoreProvider searchProviderFor(VectorFloat<?> vector) {
		throw new UnsupportedOperationException("nodes are compared by their numbers");
	}

	@Override
	public SearchScoreProvider searchProviderFor(int node) {
		float[] vector = this.vectors.whole(this.nodes[node]);
		ScoreFunction.ExactScoreFunction score = (other) -> score(vector, other);
		return new DefaultSearchScoreProvider(score);
	}

	private float score(float[] vector, int other) {
		if (this.builder.isInterrupted()) {
			throw new CancelledException("The thread was interrupted while it built a graph; nothing was changed");
		}
		return 1 / (SAME + this.vectors.squaredDistance(vector, this.nodes[other]));
	}

	@Override
	public SearchScoreProvider diversityProviderFor(int node) {
		return searchProviderFor(node);
	}

}
