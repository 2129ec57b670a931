package io.fletch.benchmarks.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes vectors in the fvecs format, which is for each vector an int32 with
 * its length and its float32 values, little-endian, and documents in lines of JSON.
 */
public final class DatasetFiles {

	private DatasetFiles() {
	}

	/**
	 * Reads vectors.
	 * @param file a file in the fvecs format
	 * @return the vectors in order
	 * @throws IOException if the file cannot be read or is no such file
	 */
	public static List<float[]> vectors(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file)) {
			ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
				.order(ByteOrder.LITTLE_ENDIAN);
			List<float[]> vectors = new ArrayList<>();
			while (bytes.remaining() >= Integer.BYTES) {
				int length = bytes.getInt();
				if (length < 1 || length > bytes.remaining() / Float.BYTES) {
					throw new IOException("The file " + file + " is no fvecs file: vector " + vectors.size()
							+ " has the length " + length + ", but " + bytes.remaining() + " bytes are left");
				}
				float[] vector = new float[length];
				bytes.asFloatBuffer().get(vector);
				bytes.position(bytes.position() + length * Float.BYTES);
				vectors.add(vector);
			}
			return vectors;
		}
	}

	/**
	 * Writes vectors in the fvecs format.
	 * @param file the file, made anew
	 * @param vectors the vectors
	 * @throws IOException if the file cannot be written
	 */
	public static void writeVectors(Path file, List<float[]> vectors) throws IOException {
		try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(file))) {
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
	 * @param file the file, made anew
	 * @param numbers the lists
	 * @throws IOException if the file cannot be written
	 */
	public static void writeNumbers(Path file, List<int[]> numbers) throws IOException {
		try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(file))) {
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

	/**
	 * Reads documents.
	 * @param file a file with one document a line
	 * @return the documents in order
	 * @throws IOException if the file cannot be read
	 */
	public static List<Document> documents(Path file) throws IOException {
		return lines(file, Document.class);
	}

	/**
	 * Reads lines of JSON.
	 * @param file a file with one value a line
	 * @param type the type of the values
	 * @param <T> the type of the values
	 * @return the values in order
	 * @throws IOException if the file cannot be read
	 */
	public static <T> List<T> lines(Path file, Class<T> type) throws IOException {
		JsonMapper mapper = JsonMapper.builder().build();
		try (Stream<String> lines = Files.lines(file)) {
			return lines.map((line) -> mapper.readValue(line, type)).toList();
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
