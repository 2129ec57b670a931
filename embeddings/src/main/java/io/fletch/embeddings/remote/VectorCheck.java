package io.fletch.embeddings.remote;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Refuses vectors that no model makes.
 */
final class VectorCheck {

	private final RemoteModel model;

	private final AtomicInteger dimensions;

	VectorCheck(RemoteModel model) {
		this.model = model;
		this.dimensions = new AtomicInteger(model.dimensions());
	}

	/**
	 * Returns the length of all vectors, or 0 where none was seen yet.
	 */
	int dimensions() {
		return this.dimensions.get();
	}

	float[] check(float @Nullable [] vector) {
		if (vector == null || vector.length == 0) {
			throw new EmbeddingException("'" + this.model.name() + "' gave an empty vector. Check the option 'model'.");
		}
		this.dimensions.compareAndSet(0, vector.length);
		if (vector.length != dimensions()) {
			throw new EmbeddingException("'" + this.model.name() + "' gave a vector of " + vector.length
					+ " numbers, but must give " + dimensions() + ". Check the options 'model' and 'dimensions'.");
		}
		double squares = 0;
		for (float value : vector) {
			squares += (double) value * value;
		}
		if (!Double.isFinite(squares)) {
			throw new EmbeddingException("'" + this.model.name()
					+ "' gave a vector with numbers that are infinite or none: the server miscalculates");
		}
		return this.model.isScaled() ? scale(vector, squares) : vector;
	}

	private static float[] scale(float[] vector, double squares) {
		if (squares > 0) {
			double length = Math.sqrt(squares);
			for (int i = 0; i < vector.length; i++) {
				vector[i] = (float) (vector[i] / length);
			}
		}
		return vector;
	}

}
