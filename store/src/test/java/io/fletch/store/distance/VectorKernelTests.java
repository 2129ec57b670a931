package io.fletch.store.distance;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class VectorKernelTests {

	private static final int[] DIMENSIONS = { 1, 2, 3, 7, 15, 16, 17, 31, 33, 64, 100, 128, 129, 384, 1000 };

	static Stream<VectorKernel> kernels() {
		return Stream.of(new ScalarKernel(), new SimdKernel());
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void agreeWithSumsOfDoublePrecision(VectorKernel kernel) {
		Random random = new Random(7);
		for (int dimensions : DIMENSIONS) {
			float[] query = vector(random, dimensions);
			float[] other = vector(random, dimensions);
			double squares = 0;
			double dot = 0;
			double norm = 0;
			for (int i = 0; i < dimensions; i++) {
				squares += Math.pow((double) query[i] - other[i], 2);
				dot += (double) query[i] * other[i];
				norm += (double) other[i] * other[i];
			}
			MemorySegment data = at(12, other);
			assertThat((double) kernel.squaredDistance(query, data, 12)).isCloseTo(squares, within(1e-5 * dimensions));
			assertThat((double) kernel.dot(query, data, 12)).isCloseTo(dot, within(1e-5 * dimensions));
			assertThat((double) kernel.dotWithUnit(query, data, 12)).isCloseTo(dot / Math.sqrt(norm),
					within(1e-5 * dimensions));
		}
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void theDotProductWithAZeroVectorOfLengthOneIsNoNumber(VectorKernel kernel) {
		assertThat(kernel.dotWithUnit(new float[20], at(0, new float[20]), 0)).isNaN();
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void giveTheSameBitsBeforeAndAfterTheyAreCompiled(VectorKernel kernel) {
		Random random = new Random(10);
		float[] query = vector(random, 100);
		MemorySegment data = at(4, vector(random, 100));
		float squares = kernel.squaredDistance(query, data, 4);
		float dot = kernel.dot(query, data, 4);
		float unit = kernel.dotWithUnit(query, data, 4);
		for (int i = 0; i < 50_000; i++) {
			assertThat(Float.compare(kernel.squaredDistance(query, data, 4), squares)
					| Float.compare(kernel.dot(query, data, 4), dot)
					| Float.compare(kernel.dotWithUnit(query, data, 4), unit))
				.isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void giveTheSameBitsForOneVectorAndForMany(VectorKernel kernel) {
		Random random = new Random(11);
		for (int dimensions : DIMENSIONS) {
			float[] query = vector(random, dimensions);
			for (int count : new int[] { 0, 1, 2, 7, 8 }) {
				MemorySegment data = at(12, vector(random, count * dimensions));
				float[] squares = new float[count];
				float[] dots = new float[count];
				float[] units = new float[count];
				kernel.squaredDistances(query, data, 12, squares);
				kernel.dots(query, data, 12, dots);
				kernel.dotsWithUnits(query, data, 12, units);
				for (int i = 0; i < count; i++) {
					long offset = 12 + (long) i * dimensions * Float.BYTES;
					assertThat(squares[i]).isEqualTo(kernel.squaredDistance(query, data, offset));
					assertThat(dots[i]).isEqualTo(kernel.dot(query, data, offset));
					assertThat(units[i]).isEqualTo(kernel.dotWithUnit(query, data, offset));
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void giveTheSameBitsOnTheHeapAndOutsideOfIt(VectorKernel kernel) {
		Random random = new Random(13);
		for (int dimensions : DIMENSIONS) {
			float[] query = vector(random, dimensions);
			MemorySegment data = at(12, vector(random, 5 * dimensions));
			MemorySegment heap = MemorySegment.ofArray(data.toArray(ValueLayout.JAVA_BYTE));
			assertThat(kernel.squaredDistance(query, heap, 12)).isEqualTo(kernel.squaredDistance(query, data, 12));
			assertThat(kernel.dot(query, heap, 12)).isEqualTo(kernel.dot(query, data, 12));
			assertThat(kernel.dotWithUnit(query, heap, 12)).isEqualTo(kernel.dotWithUnit(query, data, 12));
			assertThat(kernel.codeProduct(query, heap, 5)).isEqualTo(kernel.codeProduct(query, data, 5));
			float[] ofHeap = new float[5];
			float[] sums = new float[5];
			kernel.squaredDistances(query, heap, 12, ofHeap);
			kernel.squaredDistances(query, data, 12, sums);
			assertThat(ofHeap).isEqualTo(sums);
			kernel.dots(query, heap, 12, ofHeap);
			kernel.dots(query, data, 12, sums);
			assertThat(ofHeap).isEqualTo(sums);
			kernel.dotsWithUnits(query, heap, 12, ofHeap);
			kernel.dotsWithUnits(query, data, 12, sums);
			assertThat(ofHeap).isEqualTo(sums);
		}
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void sumCodesOfTheHeapLikeOthers(VectorKernel kernel) {
		Random random = new Random(14);
		byte[] bytes = new byte[5 + 7 * 48 * Long.BYTES];
		random.nextBytes(bytes);
		MemorySegment heap = MemorySegment.ofArray(bytes);
		float[] products = new float[48];
		float[] productsOfHeap = new float[48];
		float[] weights = vector(random, 7);
		kernel.addCodeProducts(weights, outsideOfHeap(heap), 5, 48, products);
		kernel.addCodeProducts(weights, heap, 5, 48, productsOfHeap);
		assertThat(productsOfHeap).isEqualTo(products);
		long[] planes = random.longs(2 * VectorKernel.PLANES).toArray();
		long[] sums = new long[48];
		long[] sumsOfHeap = new long[48];
		kernel.sumBits(planes, outsideOfHeap(heap), 5, 48, sums);
		kernel.sumBits(planes, heap, 5, 48, sumsOfHeap);
		assertThat(sumsOfHeap).isEqualTo(sums);
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void addTheSameProductsForOneVectorAndForFour(VectorKernel kernel) {
		Random random = new Random(12);
		for (int columns : new int[] { 16, 32, 48, 80, 512 }) {
			float[] weights = vector(random, 7 * VectorKernel.FOUR);
			float[] matrix = vector(random, 7 * columns);
			float[] sums = vector(random, VectorKernel.FOUR * columns);
			float[] before = sums.clone();
			kernel.addProductsOfFour(weights, matrix, sums);
			for (int one = 0; one < VectorKernel.FOUR; one++) {
				float[] own = new float[7];
				for (int i = 0; i < own.length; i++) {
					own[i] = weights[i * VectorKernel.FOUR + one];
				}
				float[] expected = Arrays.copyOfRange(before, one * columns, (one + 1) * columns);
				kernel.addProducts(own, matrix, expected);
				assertThat(Arrays.copyOfRange(sums, one * columns, (one + 1) * columns)).isEqualTo(expected);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void findTheFirstOfTheLeast(VectorKernel kernel) {
		Random random = new Random(13);
		for (int count : new int[] { 16, 48, 64, 320 }) {
			float[] values = vector(random, 5 + count);
			int first = random.nextInt(count - 3);
			values[5 + first] = -100;
			values[5 + first + 2] = -100;
			Arrays.fill(values, 5 + count - 1, 5 + count, Float.POSITIVE_INFINITY);
			values[0] = -1000;
			assertThat(kernel.least(values, 5, count)).isEqualTo(first);
		}
		assertThat(kernel.least(new float[16], 0, 16)).isZero();
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void atMostTellsWhichNumbersAreNoGreater(VectorKernel kernel) {
		float[] values = new float[70];
		Arrays.fill(values, 3);
		values[0] = -1;
		values[6] = 1;
		values[7] = Math.nextUp(1);
		values[8] = Float.NaN;
		values[9] = Float.NEGATIVE_INFINITY;
		values[69] = 0.5F;
		assertThat(kernel.atMost(values, 6, 1)).isEqualTo(1L | 1L << 3 | 1L << 63);
		assertThat(kernel.atMost(values, 6, Float.POSITIVE_INFINITY)).isEqualTo(~(1L << 2));
		assertThat(kernel.atMost(values, 6, Float.NaN)).isZero();
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void addProductsWithColumns(VectorKernel kernel) {
		Random random = new Random(8);
		for (int columns : new int[] { 16, 48, 64, 80, 512 }) {
			float[] weights = vector(random, 7);
			float[] matrix = vector(random, 7 * columns);
			float[] sums = new float[columns];
			kernel.addProducts(weights, matrix, sums);
			for (int column = 0; column < columns; column++) {
				double expected = 0;
				for (int i = 0; i < weights.length; i++) {
					expected += (double) weights[i] * matrix[i * columns + column];
				}
				assertThat((double) sums[column]).isCloseTo(expected, within(1e-4));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void addProductsWithCodes(VectorKernel kernel) {
		Random random = new Random(9);
		for (int columns : new int[] { 16, 48, 64, 80, 512 }) {
			float[] weights = vector(random, 7);
			byte[] codes = new byte[5 + 7 * columns];
			random.nextBytes(codes);
			float[] sums = new float[512];
			sums[1] = 2;
			kernel.addCodeProducts(weights, outsideOfHeap(MemorySegment.ofArray(codes)), 5, columns, sums);
			for (int column = 0; column < columns; column++) {
				double expected = (column == 1) ? 2 : 0;
				for (int i = 0; i < weights.length; i++) {
					expected += (double) weights[i] * codes[5 + i * columns + column];
				}
				assertThat((double) sums[column]).isCloseTo(expected, within(1e-2));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void sumElementsWhoseBitsAreSet(VectorKernel kernel) {
		Random random = new Random(10);
		for (int columns : new int[] { 1, 16, 48, 512 }) {
			for (int words = 1; words <= 5; words++) {
				verifySumsOfBits(kernel, random, words, columns);
			}
		}
	}

	private static void verifySumsOfBits(VectorKernel kernel, Random random, int words, int columns) {
		long[] planes = random.longs((long) words * VectorKernel.PLANES).toArray();
		byte[] codes = new byte[5 + words * Long.BYTES * columns];
		random.nextBytes(codes);
		long[] sums = random.longs(columns + 1).toArray();
		long behind = sums[columns];
		kernel.sumBits(planes, outsideOfHeap(MemorySegment.ofArray(codes)), 5, columns, sums);
		assertThat(sums[columns]).isEqualTo(behind);
		for (int column = 0; column < columns; column++) {
			int expected = 0;
			for (int i = 0; i < words * Long.SIZE; i++) {
				int at = 5 + (i / Long.SIZE * columns + column) * Long.BYTES + i % Long.SIZE / Byte.SIZE;
				expected += (codes[at] >> i % Byte.SIZE & 1) * element(planes, i);
			}
			assertThat(sums[column]).isEqualTo(expected);
		}
	}

	private static int element(long[] planes, int index) {
		int element = 0;
		for (int plane = 0; plane < VectorKernel.PLANES; plane++) {
			int bit = (int) (planes[index / Long.SIZE * VectorKernel.PLANES + plane] >> index & 1);
			element += (plane < VectorKernel.PLANES - 1) ? bit << plane : -(bit << plane);
		}
		return element;
	}

	@ParameterizedTest
	@MethodSource("kernels")
	void countDifferingBits(VectorKernel kernel) {
		byte[] query = new byte[13];
		byte[] data = new byte[14];
		data[1] = (byte) 0x81;
		data[13] = (byte) 0xFF;
		assertThat(kernel.differingBits(query, MemorySegment.ofArray(data), 1)).isEqualTo(10);
	}

	@Test
	void filesAreMemoryThatTheLoopsKnow(@TempDir Path folder) throws IOException {
		Path file = Files.write(folder.resolve("file"), new byte[64]);
		try (FileChannel channel = FileChannel.open(file)) {
			MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 64, Arena.ofAuto());
			assertThat(List.of(mapped, mapped.asSlice(4, 8), Arena.ofAuto().allocate(8).asReadOnly()))
				.allMatch(SimdKernel.NATIVE::isInstance);
		}
	}

	@Test
	void theFastestIsThatOfTheVectorModuleWhereItIsThere() {
		assertThat(VectorKernel.fastest()).isInstanceOf(SimdKernel.class);
	}

	private static float[] vector(Random random, int dimensions) {
		float[] vector = new float[dimensions];
		for (int i = 0; i < dimensions; i++) {
			vector[i] = (float) random.nextGaussian();
		}
		return vector;
	}

	/**
	 * Puts a vector behind some other bytes, so that it may lie anywhere.
	 */
	private static MemorySegment at(int offset, float[] vector) {
		byte[] bytes = new byte[offset + vector.length * Float.BYTES];
		MemorySegment segment = MemorySegment.ofArray(bytes);
		for (int i = 0; i < vector.length; i++) {
			segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, offset + (long) i * Float.BYTES, vector[i]);
		}
		return outsideOfHeap(segment);
	}

	private static MemorySegment outsideOfHeap(MemorySegment heap) {
		return Arena.ofAuto().allocate(heap.byteSize()).copyFrom(heap);
	}

}
