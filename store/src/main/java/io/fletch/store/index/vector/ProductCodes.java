package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import io.fletch.store.distance.VectorKernel;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.query.Distance;

/**
 * A vector is cut into parts, and of each part the number of the nearest pattern is kept:
 * one a byte, or of two parts one each in the lower and upper half of a byte.
 *
 * @param distance what is measured
 * @param bits how many bits a number has
 * @param patterns the patterns of each part
 */
record ProductCodes(Distance distance, int bits, Centroids[] patterns) implements VectorCodes {

	private static final int NUMBERS = 1 << Byte.SIZE;

	private static final int SAMPLE = 64;

	/**
	 * Learns patterns.
	 * @throws InvalidInputException if the parts do not suit the vectors, or there are
	 * too few vectors
	 */
	static ProductCodes train(VectorSpace space, VectorForm.Product form, float[][] sample, Training training) {
		int count = 1 << form.bits();
		if (sample.length < count) {
			throw new InvalidInputException("Product quantisation of " + form.bits() + " bits needs at least " + count
					+ " rows with a vector to learn from, but there are only " + sample.length
					+ "; add rows, or choose an index without it");
		}
		int parts = parts(space, form);
		float[][] part = Arrays.copyOf(sample, Math.min(sample.length, count * SAMPLE));
		Centroids[] patterns = new Centroids[parts];
		int length = space.size() / parts;
		for (int i = 0; i < parts; i++) {
			patterns[i] = KMeans.train(part, new KMeans.Part(i * length, length), count, training);
		}
		return new ProductCodes(space.distance(), form.bits(), patterns);
	}

	private static int parts(VectorSpace space, VectorForm.Product form) {
		require(space.distance() != Distance.HAMMING, "distance", "HAMMING",
				"a distance of numbers; bits can be indexed as they are");
		require(form.bits() == 4 || form.bits() == Byte.SIZE, "number of bits", form.bits(), "4 or 8");
		int parts = (form.parts() == 0) ? usualParts(space.dimensions(), form.bits()) : form.parts();
		require(parts > 0 && space.dimensions() % parts == 0, "number of sub-vectors", parts,
				"a divisor of the " + space.dimensions() + " dimensions");
		require(form.bits() == Byte.SIZE || parts % 2 == 0, "number of sub-vectors", parts, "an even one for 4 bits");
		return parts;
	}

	private static void require(boolean condition, String what, Object value, String expected) {
		if (!condition) {
			throw new InvalidInputException(
					"The " + what + " of product quantisation is " + value + "; it must be " + expected);
		}
	}

	/**
	 * Parts of about four elements, of two where a number has 4 bits.
	 */
	private static int usualParts(int dimensions, int bits) {
		int step = (bits == Byte.SIZE) ? 1 : 2;
		for (int length = (bits == Byte.SIZE) ? 4 : 2; length <= dimensions / step; length++) {
			if (dimensions % length == 0 && dimensions / length % step == 0) {
				return dimensions / length;
			}
		}
		return dimensions;
	}

	@Override
	public int bytes() {
		return (this.bits == Byte.SIZE) ? this.patterns.length : this.patterns.length / 2;
	}

	@Override
	public int granularity() {
		return VectorKernel.COLUMNS;
	}

	@Override
	public float encode(float[] vector, byte[] code) {
		float[] scratch = this.patterns[0].scratch();
		Arrays.fill(code, (byte) 0);
		int length = this.patterns[0].dimensions();
		for (int i = 0; i < this.patterns.length; i++) {
			int nearest = this.patterns[i].nearest(vector, i * length, scratch);
			if (this.bits == Byte.SIZE) {
				code[i] = (byte) nearest;
			}
			else {
				code[i / 2] |= (byte) (nearest << (i % 2 * 4));
			}
		}
		return 0;
	}

	@Override
	public CodeScan scan(float[] query) {
		float[] tables = new float[bytes() * NUMBERS];
		float[] scratch = this.patterns[0].scratch();
		for (int i = 0; i < this.patterns.length; i++) {
			int from = i * this.patterns[i].dimensions();
			if (this.distance == Distance.L2) {
				this.patterns[i].distances(query, from, scratch);
			}
			else {
				this.patterns[i].negatedProducts(query, from, scratch);
			}
			addTable(i, scratch, tables);
		}
		return (codes, offset, slots, scores) -> addScores(tables, codes, offset, slots, scores);
	}

	/**
	 * Each value of a byte of a code gets the sum of what its numbers are worth.
	 */
	private void addTable(int part, float[] worth, float[] tables) {
		int table = part * this.bits / Byte.SIZE * NUMBERS;
		int shift = part * this.bits % Byte.SIZE;
		int mask = (1 << this.bits) - 1;
		for (int value = 0; value < NUMBERS; value++) {
			tables[table + value] += worth[(value >> shift) & mask];
		}
	}

	private static void addScores(float[] tables, MemorySegment codes, long offset, int slots, float[] scores) {
		long at = offset;
		for (int table = 0; table < tables.length; table += NUMBERS, at += slots) {
			for (int slot = 0; slot < slots; slot++) {
				scores[slot] += tables[table + (codes.get(ValueLayout.JAVA_BYTE, at + slot) & 0xFF)];
			}
		}
	}

	@Override
	public int refineFactor() {
		return (this.bits == Byte.SIZE) ? 10 : 20;
	}

	@Override
	public int spare() {
		return 200;
	}

	@Override
	public void write(IndexFileWriter target) throws IOException {
		for (Centroids centroids : this.patterns) {
			Numbers.write(target, centroids.values());
		}
	}

	/**
	 * Takes what was learned, as it was written.
	 */
	static ProductCodes of(VectorSpace space, VectorForm.Product form, float[] values) {
		Centroids[] patterns = new Centroids[form.parts()];
		int length = space.size() / form.parts();
		int count = 1 << form.bits();
		for (int i = 0; i < patterns.length; i++) {
			patterns[i] = Centroids.of(values, i * count * length, count, length);
		}
		return new ProductCodes(space.distance(), form.bits(), patterns);
	}

}
