package io.fletch.store.ingest.parquet;

import java.io.IOException;
import java.nio.file.Path;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.ingest.RowBatches;

/**
 * Rows from Parquet files.
 */
public final class ParquetRows {

	private ParquetRows() {
	}

	/**
	 * Opens a file.
	 * @param file the file
	 * @return its rows
	 * @throws IOException if it cannot be read
	 * @throws InvalidInputException if it is damaged, or of types that cannot be read
	 * @throws StoreException if the Parquet libraries are not on the class path
	 */
	public static RowBatches open(Path file) throws IOException {
		try {
			return ParquetFile.open(file);
		}
		catch (NoClassDefFoundError ex) {
			throw new StoreException("Parquet files are read with an optional library that is not on the class path; "
					+ "add the dependency blue.strategic.parquet:parquet-floor", ex);
		}
	}

}
