package io.fletch.benchmarks.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A file in the fvecs format, which is for each vector an int32 with its length and its
 * float32 values, or in the ivecs format, where the values are int32; all little-endian.
 * All vectors of a file have the same length. It is read where it lies, however large.
 */
public final class FvecsFile {

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final Path path;

	private final MemorySegment bytes;

	private final int dimensions;

	private final int count;

	private FvecsFile(Path path, MemorySegment bytes) throws UnusableFileException {
		this.path = path;
		this.bytes = bytes;
		if (bytes.byteSize() < Integer.BYTES) {
			throw damaged(0, "it has " + bytes.byteSize() + " bytes, too few for a vector");
		}
		this.dimensions = bytes.get(INT, 0);
		if (this.dimensions < 1) {
			throw damaged(0, "vector 0 has a length of " + this.dimensions + ", which is less than 1");
		}
		long vectors = bytes.byteSize() / recordBytes();
		if (vectors > Integer.MAX_VALUE) {
			throw damaged(0, "it has " + vectors + " vectors, more than " + Integer.MAX_VALUE);
		}
		this.count = (int) vectors;
		requireVectors();
	}

	/**
	 * Opens a file, and checks that it is made of vectors of one length.
	 * @param path the file
	 * @param arena how long it can be read
	 * @return the file
	 * @throws UnusableFileException if there is no such file, or it is damaged
	 * @throws IOException if it cannot be read
	 */
	public static FvecsFile open(Path path, Arena arena) throws IOException {
		UnusableFileException.requireThere(path);
		try (FileChannel channel = FileChannel.open(path)) {
			return new FvecsFile(path, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
		}
	}

	private void requireVectors() throws UnusableFileException {
		for (int i = 0; i < this.count; i++) {
			requireLength(i);
		}
		long rest = this.bytes.byteSize() - this.count * recordBytes();
		if (rest >= Integer.BYTES) {
			requireLength(this.count);
		}
		if (rest > 0) {
			throw damaged(this.count * recordBytes(),
					"vector " + this.count + " needs " + recordBytes() + " bytes, but " + rest + " are left");
		}
	}

	private void requireLength(int vector) throws UnusableFileException {
		int length = this.bytes.get(INT, vector * recordBytes());
		if (length != this.dimensions) {
			throw damaged(vector * recordBytes(),
					"vector " + vector + " has a length of " + length + ", but those before it of " + this.dimensions);
		}
	}

	private UnusableFileException damaged(long offset, String what) {
		return new UnusableFileException("The file " + this.path.toAbsolutePath()
				+ " is no fvecs file, or is damaged at byte " + offset + ": " + what);
	}

	/**
	 * Returns the number of vectors.
	 * @return how many there are
	 */
	public int count() {
		return this.count;
	}

	/**
	 * Returns the length of the vectors.
	 * @return how many values each has
	 */
	public int dimensions() {
		return this.dimensions;
	}

	/**
	 * Returns a vector of float32.
	 * @param number its number, from 0
	 * @return its values
	 */
	public float[] vector(int number) {
		return values(number).toArray(FLOAT);
	}

	/**
	 * Returns a vector without a copy.
	 * @param number its number, from 0
	 * @return its values, little-endian
	 */
	public MemorySegment values(int number) {
		return this.bytes.asSlice(number * recordBytes() + Integer.BYTES, recordBytes() - Integer.BYTES);
	}

	private long recordBytes() {
		return Integer.BYTES + (long) this.dimensions * Float.BYTES;
	}

	/**
	 * Reads all vectors.
	 * @param path a file in the fvecs format
	 * @return the vectors in order
	 * @throws UnusableFileException if there is no such file, or it is damaged
	 * @throws IOException if it cannot be read
	 */
	public static List<float[]> vectors(Path path) throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			FvecsFile file = open(path, arena);
			return IntStream.range(0, file.count()).mapToObj(file::vector).toList();
		}
	}

	/**
	 * Reads all lists of numbers.
	 * @param path a file in the ivecs format
	 * @return the lists in order
	 * @throws UnusableFileException if there is no such file, or it is damaged
	 * @throws IOException if it cannot be read
	 */
	public static List<int[]> numbers(Path path) throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			FvecsFile file = open(path, arena);
			return IntStream.range(0, file.count()).mapToObj((i) -> file.values(i).toArray(INT)).toList();
		}
	}

	/**
	 * Writes vectors in the fvecs format.
	 * @param path the file, made anew
	 * @param vectors the vectors
	 * @throws IOException if the file cannot be written
	 */
	public static void writeVectors(Path path, List<float[]> vectors) throws IOException {
		try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(path))) {
			for (float[] vector : vectors) {
				ByteBuffer bytes = buffer(vector.length);
				for (float value : vector) {
					bytes.putFloat(value);
				}
				target.write(bytes.array());
			}
		}
	}

	/**
	 * Writes lists of numbers in the ivecs format.
	 * @param path the file, made anew
	 * @param numbers the lists
	 * @throws IOException if the file cannot be written
	 */
	public static void writeNumbers(Path path, List<int[]> numbers) throws IOException {
		try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(path))) {
			for (int[] list : numbers) {
				ByteBuffer bytes = buffer(list.length);
				for (int number : list) {
					bytes.putInt(number);
				}
				target.write(bytes.array());
			}
		}
	}

	private static ByteBuffer buffer(int length) {
		return ByteBuffer.allocate((length + 1) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
	}

}
