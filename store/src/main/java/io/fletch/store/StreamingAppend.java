package io.fletch.store;

import java.io.IOException;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.StoreException;
import io.fletch.store.ingest.RowBatches;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.TableFiles;
import io.fletch.store.version.Operation;

/**
 * Writes the rows of a source in bounded memory, all in one commit or none.
 */
final class StreamingAppend {

	private final RowSource source;

	private final AddOptions options;

	private final EmbeddingFunctionRegistry functions;

	private final ProgressReport progress;

	StreamingAppend(RowSource source, AddOptions options, EmbeddingFunctionRegistry functions) {
		this.source = source;
		this.options = options;
		this.functions = functions;
		this.progress = new ProgressReport(options.progress(), source.rowCount());
	}

	/**
	 * Adds the rows to a table, or puts them in the place of its rows. A change of the
	 * schema meanwhile lets it begin anew, if the source can be read again.
	 */
	static AddResult run(OpenTable table, RowSource source, AddOptions options) {
		StreamingAppend append = new StreamingAppend(source, options, table.functions());
		Operation operation = (options.mode() == AddOptions.Mode.OVERWRITE) ? Operation.OVERWRITE : Operation.APPEND;
		return watched(table, operation,
				() -> source.isRepeatable() ? Attempts.run(() -> append.run(table)) : append.run(table));
	}

	private AddResult run(OpenTable table) {
		Manifest latest = table.latest();
		Schema schema = table.view(latest.schema()).schema();
		try (RowBatches rows = open(schema)) {
			return table.read(() -> run(table, rows, latest));
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private AddResult run(OpenTable table, RowBatches rows, Manifest latest) throws IOException {
		try (RowFiles files = new RowFiles(table.storage(), latest.schema())) {
			BatchPreparation preparation = write(rows, table.view(latest.schema()).schema(), files);
			boolean overwrites = this.options.mode() == AddOptions.Mode.OVERWRITE;
			long version = latest.version();
			if (files.rowCount() > 0 || overwrites) {
				version = files
					.commit(table,
							overwrites ? Overwrite.with(latest.schema(), files.finish())
									: new Append(latest.schema(), files.finish()))
					.version();
			}
			this.progress.committed();
			return new AddResult(version, files.rowCount(), preparation.dropped());
		}
	}

	/**
	 * Replaces the rows and the schema of a table by those of the source.
	 * @param given the schema, or {@code null} for the source's own
	 */
	static AddResult overwrite(OpenTable table, RowSource source, @Nullable Schema given, AddOptions options) {
		StreamingAppend append = new StreamingAppend(source, options, table.functions());
		return watched(table, Operation.OVERWRITE, () -> source.isRepeatable()
				? Attempts.run(() -> append.overwrite(table, given)) : append.overwrite(table, given));
	}

	private static AddResult watched(OpenTable table, Operation operation,
			Activities.Action<AddResult, RuntimeException> write) {
		return table.activities().run(ActivityKind.WRITE, Activities.word(operation), AddResult::rows, write);
	}

	private AddResult overwrite(OpenTable table, @Nullable Schema given) {
		Manifest latest = table.latest();
		try (RowBatches rows = open(given)) {
			Schema schema = newSchema((given != null) ? given : rows.schema());
			Schema numbered = schema.equals(table.view(latest.schema()).schema()) ? latest.schema()
					: FieldIds.assign(schema, latest.next().field());
			return table.read(() -> {
				try (RowFiles files = new RowFiles(table.storage(), numbered)) {
					BatchPreparation preparation = write(rows, schema, files);
					long version = files.commit(table, Overwrite.with(numbered, files.finish())).version();
					this.progress.committed();
					return new AddResult(version, files.rowCount(), preparation.dropped());
				}
			});
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	/**
	 * Writes the files of a new table that begins with the rows.
	 * @param given the schema, or {@code null} for the source's own
	 */
	void create(Storage folder, @Nullable Schema given, NewTable table) throws IOException {
		try (RowBatches rows = open(given)) {
			Schema schema = newSchema((given != null) ? given : rows.schema());
			Schema numbered = FieldIds.assign(schema, 0);
			TableFiles.createFolders(folder);
			try (RowFiles files = new RowFiles(folder, numbered)) {
				write(rows, schema, files);
				table.create(numbered, files);
				files.keep();
			}
		}
	}

	private Schema newSchema(Schema wanted) {
		Schema schema = FieldIds.strip(wanted);
		SchemaChecker.check(schema);
		ReservedNames.requireNone(schema);
		ReservedMetadata.check(schema, this.functions);
		return FunctionMetadata.ofNewTable(schema, this.functions);
	}

	private RowBatches open(@Nullable Schema schema) {
		try {
			return this.source.open(schema);
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	/**
	 * Tells that the table that {@link #create} wrote is there for all to see.
	 */
	void created() {
		this.progress.committed();
	}

	private BatchPreparation write(RowBatches rows, Schema schema, RowFiles files) throws IOException {
		BatchPreparation preparation = new BatchPreparation(schema, rows.schema(), this.functions, this.options);
		this.progress.begin();
		for (List<@Nullable Object[]> batch = next(rows); batch != null; batch = next(rows)) {
			CancelledException.throwIfInterrupted();
			files.write(preparation.apply(batch));
			this.progress.written(files);
		}
		// A source that cannot be closed may not have given all its rows.
		close(rows);
		return preparation;
	}

	private static @Nullable List<@Nullable Object[]> next(RowBatches rows) {
		try {
			return rows.next();
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private static void close(RowBatches rows) {
		try {
			rows.close();
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private static StoreException unreadable(IOException ex) {
		return new StoreException("The rows to be added cannot be read: " + ex, ex);
	}

	/**
	 * Makes a table of rows that were written.
	 */
	@FunctionalInterface
	interface NewTable {

		void create(Schema schema, RowFiles files) throws IOException;

	}

}
