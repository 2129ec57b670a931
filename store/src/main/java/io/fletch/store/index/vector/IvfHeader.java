package io.fletch.store.index.vector;

import java.io.IOException;

import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.query.Distance;

/**
 * What the file of an index of partitions says first.
 *
 * @param distance what is measured: 0 for L2, 1 for COSINE, 2 for DOT, 3 for HAMMING
 * @param dimensions how many elements a stored vector has
 * @param form 0 for vectors, 1 for a byte an element, 2 for product quantisation, 3 for a
 * bit an element
 * @param parts the number of parts of product quantisation
 * @param bits the number of bits of product quantisation
 * @param rowCount how many rows the segment covers
 * @param partitions the number of partitions
 */
record IvfHeader(int distance, int dimensions, int form, int parts, int bits, int rowCount, int partitions) {

	static final int LENGTH = 7;

	private static final int MAX_DIMENSIONS = 1 << 16;

	static IvfHeader of(VectorSpace space, VectorCodes codes, int rowCount, int partitions) {
		int distance = code(space.distance());
		int dimensions = space.dimensions();
		return switch (codes) {
			case FlatCodes flat -> new IvfHeader(distance, dimensions, 0, 0, 0, rowCount, partitions);
			case ScalarCodes scalar -> new IvfHeader(distance, dimensions, 1, 0, 0, rowCount, partitions);
			case BitCodes bits -> new IvfHeader(distance, dimensions, 3, 0, 0, rowCount, partitions);
			case ProductCodes product ->
				new IvfHeader(distance, dimensions, 2, product.patterns().length, product.bits(), rowCount, partitions);
		};
	}

	/**
	 * Returns the number that stands for a distance in files.
	 */
	static int code(Distance distance) {
		return switch (distance) {
			case L2 -> 0;
			case COSINE -> 1;
			case DOT -> 2;
			case HAMMING -> 3;
		};
	}

	static IvfHeader of(int[] values) {
		return new IvfHeader(values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
	}

	int[] values() {
		return new int[] { this.distance, this.dimensions, this.form, this.parts, this.bits, this.rowCount,
				this.partitions };
	}

	void write(IndexFileWriter target) throws IOException {
		target.write(Numbers.bytes(values()));
		target.endSection();
	}

	static IvfHeader read(SectionReader sections) {
		IvfHeader header = of(sections.ints(0, LENGTH));
		sections.require(header.isPossible(), "it claims to be " + header);
		return header;
	}

	boolean isPossible() {
		return isSpace() && this.rowCount >= 0 && this.partitions >= 0 && this.partitions <= this.rowCount
				&& this.partitions <= Centroids.most(space().size()) && switch (this.form) {
					case 0 -> true;
					case 1, 3 -> space().distance() != Distance.HAMMING;
					case 2 -> space().distance() != Distance.HAMMING && hasParts();
					default -> false;
				};
	}

	private boolean isSpace() {
		return this.distance >= 0 && this.distance <= 3 && this.dimensions > 0 && this.dimensions <= MAX_DIMENSIONS;
	}

	private boolean hasParts() {
		return (this.bits == 4 || this.bits == Byte.SIZE) && this.parts > 0 && this.dimensions % this.parts == 0
				&& this.parts * this.bits % Byte.SIZE == 0;
	}

	VectorSpace space() {
		return new VectorSpace(switch (this.distance) {
			case 0 -> Distance.L2;
			case 1 -> Distance.COSINE;
			case 2 -> Distance.DOT;
			default -> Distance.HAMMING;
		}, this.dimensions);
	}

	/**
	 * Reads codes.
	 * @param sections the file
	 * @param section the section with what was learned
	 */
	VectorCodes codes(SectionReader sections, int section) {
		VectorSpace space = space();
		return switch (this.form) {
			case 0 -> new FlatCodes(space);
			case 1 -> ScalarCodes.of(space.distance(), sections.floats(section, 2L * space.size()));
			case 3 -> new BitCodes(space);
			default -> ProductCodes.of(space, new VectorForm.Product(this.parts, this.bits),
					sections.floats(section, (1L << this.bits) * space.size()));
		};
	}

}
