package io.fletch.store.ingest.arrow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.RowBatches;

/**
 * Rows from Arrow data: from files and streams without Arrow's memory, and from the
 * vectors of a caller.
 */
public final class ArrowRows implements RowBatches {

	private final ArrowBatches batches;

	private final Schema schema;

	private @Nullable ArrowBatch batch;

	private List<ColumnValues> columns = List.of();

	private int nextRow;

	private long rowsBefore;

	private ArrowRows(ArrowBatches batches) {
		this.batches = batches;
		this.schema = StorableSchema.of(batches.schema());
	}

	/**
	 * Reads a file in the Arrow IPC file format.
	 * @param file the file
	 * @return its rows
	 * @throws IOException if it cannot be read
	 * @throws InvalidInputException if it is damaged, or of types that cannot be read
	 */
	public static ArrowRows file(Path file) throws IOException {
		try {
			return guarded(IpcFile.open(file));
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException ex) {
			throw new InvalidInputException("The Arrow file " + file.getFileName() + " is damaged", ex);
		}
	}

	/**
	 * Reads the Arrow IPC streaming format.
	 * @param stream the stream, which is not closed
	 * @return its rows
	 * @throws IOException if it cannot be read
	 * @throws InvalidInputException if it is damaged, or of types that cannot be read
	 */
	public static ArrowRows stream(InputStream stream) throws IOException {
		try {
			return guarded(new IpcStream(stream));
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException ex) {
			throw new InvalidInputException("The Arrow stream is damaged", ex);
		}
	}

	/**
	 * Reads vectors.
	 * @param root the vectors, which are not closed
	 * @return their rows
	 * @throws InvalidInputException if they are of types that cannot be read
	 */
	public static ArrowRows of(VectorSchemaRoot root) {
		return new ArrowRows(VectorBatches.of(root));
	}

	/**
	 * Reads the batches of a reader.
	 * @param reader the reader, which is not closed
	 * @return its rows
	 * @throws IOException if the reader throws it
	 * @throws InvalidInputException if they are of types that cannot be read
	 */
	public static ArrowRows of(ArrowReader reader) throws IOException {
		return new ArrowRows(VectorBatches.of(reader));
	}

	private static ArrowRows guarded(ArrowBatches batches) throws IOException {
		try {
			return new ArrowRows(batches);
		}
		catch (RuntimeException | Error ex) {
			// Nobody else closes batches whose schema cannot be read.
			batches.close();
			throw ex;
		}
	}

	@Override
	public Schema schema() {
		return this.schema;
	}

	@Override
	public @Nullable List<@Nullable Object[]> next() throws IOException {
		try {
			ArrowBatch current = this.batch;
			while (current == null || this.nextRow == current.rowCount()) {
				current = advance();
				if (current == null) {
					return null;
				}
			}
			return read(current);
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException | DateTimeException
				| NegativeArraySizeException ex) {
			throw new InvalidInputException("The Arrow data is damaged behind row " + this.rowsBefore, ex);
		}
	}

	private @Nullable ArrowBatch advance() throws IOException {
		ArrowBatch next = this.batches.next();
		this.batch = next;
		this.nextRow = 0;
		this.columns = (next != null) ? next.columns().stream().map(ColumnValues::of).toList() : List.of();
		return next;
	}

	private List<@Nullable Object[]> read(ArrowBatch current) {
		long rowBytes = Math.max(1, current.byteSize() / current.rowCount());
		int rows = (int) Math.clamp(MAX_BYTES / rowBytes, 1L, Math.min(MAX_ROWS, current.rowCount() - this.nextRow));
		List<@Nullable Object[]> read = new ArrayList<>(rows);
		for (int i = 0; i < rows; i++) {
			read.add(new @Nullable Object[this.columns.size()]);
		}
		for (int column = 0; column < this.columns.size(); column++) {
			ColumnValues values = this.columns.get(column);
			for (int i = 0; i < rows; i++) {
				read.get(i)[column] = values.get(this.nextRow + i);
			}
		}
		this.nextRow += rows;
		this.rowsBefore += rows;
		return read;
	}

	@Override
	public void close() throws IOException {
		this.batches.close();
	}

}
