package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import io.fletch.store.distance.VectorKernel;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.query.Distance;

/**
 * Vectors as they are in their space: float32, or packed bits. They lie one behind the
 * other.
 *
 * @param space the space
 */
record FlatCodes(VectorSpace space) implements VectorCodes {

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	@Override
	public int bytes() {
		return (this.space.distance() == Distance.HAMMING) ? this.space.dimensions()
				: this.space.dimensions() * Float.BYTES;
	}

	@Override
	public int granularity() {
		return 1;
	}

	@Override
	public float encode(float[] vector, byte[] code) {
		if (this.space.distance() == Distance.HAMMING) {
			pack(vector, code);
		}
		else {
			MemorySegment.copy(vector, 0, MemorySegment.ofArray(code), FLOAT, 0, vector.length);
		}
		return 0;
	}

	private static void pack(float[] vector, byte[] code) {
		for (int i = 0; i < code.length; i++) {
			int bits = 0;
			for (int bit = 0; bit < Byte.SIZE; bit++) {
				bits |= (int) vector[i * Byte.SIZE + bit] << bit;
			}
			code[i] = (byte) bits;
		}
	}

	@Override
	public void place(byte[] code, MemorySegment block, int slot, int slots) {
		MemorySegment.copy(code, 0, block, ValueLayout.JAVA_BYTE, (long) slot * code.length, code.length);
	}

	@Override
	public CodeScan scan(float[] query) {
		return switch (this.space.distance()) {
			case L2 -> (codes, offset, slots, scores) -> addSquares(query, codes, offset, scores, slots);
			case COSINE, DOT -> (codes, offset, slots, scores) -> addProducts(query, codes, offset, scores, slots);
			case HAMMING -> {
				byte[] bits = new byte[this.space.dimensions()];
				pack(query, bits);
				yield (codes, offset, slots, scores) -> addBits(bits, codes, offset, scores, slots);
			}
		};
	}

	private static void addSquares(float[] query, MemorySegment codes, long offset, float[] scores, int slots) {
		for (int i = 0; i < slots; i++) {
			scores[i] += KERNEL.squaredDistance(query, codes, offset + (long) i * query.length * Float.BYTES);
		}
	}

	private static void addProducts(float[] query, MemorySegment codes, long offset, float[] scores, int slots) {
		for (int i = 0; i < slots; i++) {
			scores[i] -= KERNEL.dot(query, codes, offset + (long) i * query.length * Float.BYTES);
		}
	}

	private static void addBits(byte[] query, MemorySegment codes, long offset, float[] scores, int slots) {
		for (int i = 0; i < slots; i++) {
			scores[i] += KERNEL.differingBits(query, codes, offset + (long) i * query.length);
		}
	}

	@Override
	public int refineFactor() {
		return 1;
	}

	@Override
	public void write(IndexFileWriter target) {
		// Nothing was learned.
	}

}
