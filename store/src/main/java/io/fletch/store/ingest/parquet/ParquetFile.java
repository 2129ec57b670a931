package io.fletch.store.ingest.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.RegularFile;
import io.fletch.store.ingest.RowBatches;
import io.fletch.store.ingest.RowSize;

/**
 * Reads a Parquet file, one row group after the other.
 */
final class ParquetFile implements RowBatches {

	private final Path file;

	private final ParquetFileReader reader;

	private final Schema schema;

	private final RowAssembly assembly;

	private final MessageColumnIO columns;

	private @Nullable PageReadStore rowGroup;

	private @Nullable RecordReader<@Nullable Object[]> rows;

	private long remaining;

	private ParquetFile(Path file, ParquetFileReader reader) {
		this.file = file;
		this.reader = reader;
		MessageType type = reader.getFileMetaData().getSchema();
		this.schema = KeptSchema.completed(ParquetSchema.of(type), reader.getFileMetaData().getKeyValueMetaData());
		this.assembly = new RowAssembly(type);
		this.columns = new ColumnIOFactory().getColumnIO(type);
	}

	static ParquetFile open(Path file) throws IOException {
		RegularFile.require(file);
		PlainParquetConfiguration configuration = new PlainParquetConfiguration();
		ParquetReadOptions options = ParquetReadOptions.builder(configuration)
			.withCodecFactory(new Codecs(configuration))
			.build();
		try {
			ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options);
			try {
				return new ParquetFile(file, reader);
			}
			catch (RuntimeException | Error ex) {
				// Nobody else closes the reader of a file that cannot be read.
				reader.close();
				throw ex;
			}
		}
		catch (InvalidInputException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// The library throws all kinds of unchecked exceptions for damaged files.
			throw damaged(file, ex);
		}
	}

	private static InvalidInputException damaged(Path file, RuntimeException ex) {
		return new InvalidInputException(
				"The file " + file.getFileName() + " is no Parquet file, or it is damaged: " + ex.getMessage(), ex);
	}

	@Override
	public Schema schema() {
		return this.schema;
	}

	@Override
	public @Nullable List<@Nullable Object[]> next() throws IOException {
		try {
			List<@Nullable Object[]> batch = new ArrayList<>();
			long bytes = 0;
			while (batch.size() < MAX_ROWS && bytes < MAX_BYTES && advance()) {
				@Nullable Object[] row = read();
				bytes += RowSize.of(row);
				batch.add(row);
			}
			return batch.isEmpty() ? null : batch;
		}
		catch (ParquetRuntimeException | IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException
				| DateTimeException ex) {
			throw damaged(this.file, ex);
		}
	}

	private boolean advance() throws IOException {
		while (this.remaining == 0) {
			release();
			PageReadStore next = this.reader.readNextRowGroup();
			if (next == null) {
				return false;
			}
			this.rowGroup = next;
			this.remaining = next.getRowCount();
			this.rows = this.columns.getRecordReader(next, this.assembly);
		}
		return true;
	}

	private @Nullable Object[] read() {
		RecordReader<@Nullable Object[]> current = this.rows;
		if (current == null) {
			throw new IllegalStateException("No row group");
		}
		this.remaining--;
		return current.read();
	}

	private void release() {
		PageReadStore current = this.rowGroup;
		this.rowGroup = null;
		if (current != null) {
			current.close();
		}
	}

	@Override
	public void close() throws IOException {
		release();
		this.reader.close();
	}

}
