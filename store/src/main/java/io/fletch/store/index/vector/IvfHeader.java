package io.fletch.store.index.vector;

import java.io.IOException;

import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.query.Distance;

/**
 * What the file of an index of partitions says first.
 *
 * @param distance what is measured, by its place
 * @param dimensions how many elements a stored vector has
 * @param form 0 for vectors, 1 for a byte an element, 2 for product quantisation
 * @param parts the number of parts of product quantisation
 * @param bits the number of bits of product quantisation
 * @param rowCount how many rows the segment covers
 * @param partitions the number of partitions
 */
record IvfHeader(int distance, int dimensions, int form, int parts, int bits, int rowCount, int partitions) {

	static IvfHeader of(IvfSpec spec, VectorCodes codes, int rowCount, int partitions) {
		int distance = spec.space().distance().ordinal();
		int dimensions = spec.space().dimensions();
		return switch (codes) {
			case FlatCodes flat -> new IvfHeader(distance, dimensions, 0, 0, 0, rowCount, partitions);
			case ScalarCodes scalar -> new IvfHeader(distance, dimensions, 1, 0, 0, rowCount, partitions);
			case ProductCodes product ->
				new IvfHeader(distance, dimensions, 2, product.patterns().length, product.bits(), rowCount, partitions);
		};
	}

	void write(IndexFileWriter target) throws IOException {
		target.write(Numbers.bytes(this.distance, this.dimensions, this.form, this.parts, this.bits, this.rowCount,
				this.partitions));
		target.endSection();
	}

	static IvfHeader read(SectionReader sections) {
		int[] values = sections.ints(0, 7);
		IvfHeader header = new IvfHeader(values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
		sections.require(header.isPossible(), "it claims to be " + header);
		return header;
	}

	private boolean isPossible() {
		boolean hasParts = this.form == 2 && (this.bits == 4 || this.bits == Byte.SIZE) && this.parts > 0
				&& this.dimensions % this.parts == 0 && this.parts * this.bits % Byte.SIZE == 0;
		return this.distance >= 0 && this.distance < Distance.values().length && this.dimensions > 0
				&& this.rowCount >= 0 && this.partitions >= 0 && this.partitions <= this.rowCount
				&& (this.form == 0 || this.form == 1 || hasParts);
	}

	VectorSpace space() {
		return new VectorSpace(Distance.values()[this.distance], this.dimensions);
	}

}
