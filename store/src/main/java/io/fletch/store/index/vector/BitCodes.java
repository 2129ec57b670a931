package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import io.fletch.store.distance.VectorKernel;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.query.Distance;

/**
 * One bit an element: on which side of the centre of its partition a vector lies, in
 * directions that are chosen at random. With a factor that is kept beside the bits they
 * estimate distances without bias (Gao and Long, RaBitQ, SIGMOD 2024).
 */
final class BitCodes implements VectorCodes {

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	/** Elements of queries are whole numbers of four bits, from -8 to 7. */
	private static final int GREATEST = 7;

	private final Distance distance;

	private final Rotation rotation;

	BitCodes(VectorSpace space) {
		this.distance = space.distance();
		this.rotation = new Rotation(space.size());
	}

	@Override
	public int bytes() {
		return this.rotation.size() / Byte.SIZE + Float.BYTES;
	}

	@Override
	public int granularity() {
		return VectorKernel.COLUMNS;
	}

	@Override
	public boolean isResidual() {
		return true;
	}

	@Override
	public float encode(float[] vector, byte[] code) {
		return encode(vector, new float[this.rotation.size()], code);
	}

	@Override
	public float[] centre(float[] centre) {
		return this.rotation.rotate(centre);
	}

	@Override
	public float encode(float[] vector, float[] middle, byte[] code) {
		float[] rest = this.rotation.rotate(vector);
		MemorySegment bits = MemorySegment.ofArray(code);
		float squares = 0;
		float length = 0;
		float ofMiddle = 0;
		for (int word = 0; word < rest.length / Long.SIZE; word++) {
			long signs = 0;
			for (int bit = 0; bit < Long.SIZE; bit++) {
				int i = word * Long.SIZE + bit;
				// Zero has no sign here. Nothing branches: no side can be foretold.
				float difference = rest[i] - middle[i] + 0.0F;
				int positive = -Float.floatToRawIntBits(difference) >>> (Integer.SIZE - 1);
				signs |= (long) positive << bit;
				squares += difference * difference;
				length += Math.abs(difference);
				ofMiddle += (2 * positive - 1) * middle[i];
			}
			bits.set(WORD, (long) word * Long.BYTES, signs);
		}
		float factor = (length > 0) ? squares / length : 0;
		boolean isProduct = this.distance == Distance.DOT;
		bits.set(Numbers.FLOAT, code.length - Float.BYTES, isProduct ? factor : 2 * factor);
		return isProduct ? 0 : squares + 2 * factor * ofMiddle;
	}

	@Override
	public void place(byte[] code, MemorySegment block, int slot, int slots) {
		MemorySegment bits = MemorySegment.ofArray(code);
		int words = code.length / Long.BYTES;
		for (int word = 0; word < words; word++) {
			block.set(WORD, ((long) word * slots + slot) * Long.BYTES, bits.get(WORD, (long) word * Long.BYTES));
		}
		block.set(Numbers.FLOAT, (long) words * Long.BYTES * slots + (long) slot * Float.BYTES,
				bits.get(Numbers.FLOAT, code.length - Float.BYTES));
	}

	@Override
	public CodeScan scan(float[] query) {
		float[] rotated = this.rotation.rotate(query);
		float greatest = 0;
		for (float value : rotated) {
			greatest = Math.max(greatest, Math.abs(value));
		}
		float step = Math.max(greatest / GREATEST, Float.MIN_NORMAL);
		long[] planes = new long[rotated.length / Long.SIZE * VectorKernel.PLANES];
		int sum = 0;
		for (int i = 0; i < rotated.length; i++) {
			int steps = Math.round(rotated[i] / step);
			sum += steps;
			for (int plane = 0; plane < VectorKernel.PLANES; plane++) {
				planes[i / Long.SIZE * VectorKernel.PLANES + plane] |= (long) (steps >> plane & 1) << i;
			}
		}
		return new BitScan(planes, step, sum);
	}

	@Override
	public int refineFactor() {
		return 10;
	}

	@Override
	public int spare() {
		return 200;
	}

	@Override
	public void write(IndexFileWriter target) {
		// The rotation is the same in every index.
	}

	/**
	 * Compares a query.
	 *
	 * @param planes the bits of the elements of the query, plane by plane for each word
	 * @param step what a step is worth
	 * @param sum the sum of the elements in steps
	 */
	private record BitScan(long[] planes, float step, int sum, long[] sums, float[] factors) implements CodeScan {

		BitScan(long[] planes, float step, int sum) {
			this(planes, step, sum, new long[IvfLayout.BLOCK], new float[IvfLayout.BLOCK]);
		}

		@Override
		public void addScores(MemorySegment codes, long offset, int slots, float[] scores) {
			KERNEL.sumBits(this.planes, codes, offset, slots, this.sums);
			int words = this.planes.length / VectorKernel.PLANES;
			MemorySegment.copy(codes, Numbers.FLOAT, offset + (long) words * Long.BYTES * slots, this.factors, 0,
					slots);
			for (int slot = 0; slot < slots; slot++) {
				float product = (2 * (int) this.sums[slot] - this.sum) * this.step;
				scores[slot] -= this.factors[slot] * product;
			}
		}

	}

}
