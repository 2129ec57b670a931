package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import io.fletch.store.distance.VectorKernel;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Distance;

/**
 * Vectors in a file that lives as long as a graph is built, because a graph asks for them
 * in any order. Distances are Euclidean; so that the nearest are those of the greatest
 * dot product, {@link Distance#DOT} gets an element more, which makes all vectors equally
 * long.
 */
final class SpilledVectors {

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	private final MemorySegment data;

	private final int dimensions;

	private final int stride;

	private final int[] ordinals;

	private SpilledVectors(MemorySegment data, VectorSpace space, int[] ordinals) {
		this.data = data;
		this.dimensions = space.size();
		this.stride = stride(space);
		this.ordinals = ordinals;
	}

	/**
	 * Writes vectors one after the other.
	 * @param squares the greatest squared length
	 */
	static SpilledVectors write(Storage storage, String path, VectorStream vectors, Shape shape) throws IOException {
		int[] ordinals = new int[shape.count()];
		try (Storage.FileWriter file = storage.create(path)) {
			Output output = new Output(file, ordinals, new float[stride(shape.space())]);
			vectors.forEach((ordinal, vector) -> output.add(ordinal, vector, shape));
			output.flush();
			file.finish();
		}
		return new SpilledVectors(storage.map(path), shape.space(), ordinals);
	}

	private static int stride(VectorSpace space) {
		return (space.distance() == Distance.DOT) ? space.size() + 1 : space.size();
	}

	int count() {
		return this.ordinals.length;
	}

	int[] ordinals() {
		return this.ordinals;
	}

	/**
	 * Returns a vector without what was added to it.
	 */
	float[] vector(int node) {
		return Arrays.copyOf(whole(node), this.dimensions);
	}

	float[] whole(int node) {
		float[] vector = new float[this.stride];
		MemorySegment.copy(this.data, Numbers.FLOAT, offset(node), vector, 0, this.stride);
		return vector;
	}

	float squaredDistance(float[] whole, int node) {
		return KERNEL.squaredDistance(whole, this.data, offset(node));
	}

	private long offset(int node) {
		return (long) node * this.stride * Float.BYTES;
	}

	/**
	 * What is written.
	 *
	 * @param space the space of the vectors
	 * @param count how many they are
	 * @param squares the squared length of the longest
	 */
	record Shape(VectorSpace space, int count, double squares) {
	}

	/**
	 * Collects vectors for the file.
	 */
	private static final class Output {

		private static final int BUFFER = 1 << 20;

		private final Storage.FileWriter file;

		private final int[] ordinals;

		private final float[] whole;

		private final MemorySegment buffer;

		private long used;

		private int count;

		Output(Storage.FileWriter file, int[] ordinals, float[] whole) {
			this.file = file;
			this.ordinals = ordinals;
			this.whole = whole;
			this.buffer = MemorySegment.ofArray(new byte[Math.max(BUFFER, whole.length * Float.BYTES)]);
		}

		void add(int ordinal, float[] vector, Shape shape) throws IOException {
			for (int i = 0; i < vector.length; i++) {
				// Zero has no sign here: vectors of no distance are equal.
				this.whole[i] = vector[i] + 0.0F;
			}
			if (this.whole.length > vector.length) {
				double squares = 0;
				for (float value : vector) {
					squares += (double) value * value;
				}
				this.whole[vector.length] = (float) Math.sqrt(Math.max(0, shape.squares() - squares));
			}
			if (this.used + this.whole.length * Float.BYTES > this.buffer.byteSize()) {
				flush();
			}
			MemorySegment.copy(this.whole, 0, this.buffer, Numbers.FLOAT, this.used, this.whole.length);
			this.used += this.whole.length * Float.BYTES;
			this.ordinals[this.count++] = ordinal;
		}

		void flush() throws IOException {
			this.file.write(this.buffer.asSlice(0, this.used));
			this.used = 0;
		}

	}

}
