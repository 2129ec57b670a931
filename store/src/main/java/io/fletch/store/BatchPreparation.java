package io.fletch.store;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowChecker;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.Arrangement;
import io.fletch.store.ingest.BadVectors;
import io.fletch.store.ingest.VectorRepair;

/**
 * Makes rows of a table of the batches of a source: arranges their columns, fills the
 * vectors that an embedding function can make, repairs bad vectors and checks all values.
 * Not safe for several threads.
 */
final class BatchPreparation {

	private final Schema schema;

	private final Arrangement arrangement;

	private final VectorFiller filler;

	private final VectorRepair repair;

	private final RowChecker checker;

	private long row;

	/**
	 * Prepares rows.
	 * @param schema the schema of the table, as users see it
	 * @param source the schema of the rows
	 */
	BatchPreparation(Schema schema, Schema source, EmbeddingFunctionRegistry functions, AddOptions options) {
		this.schema = schema;
		this.arrangement = Arrangement.of(source, schema);
		this.filler = new VectorFiller(schema, functions, options.badVectors() == BadVectors.ERROR);
		this.repair = new VectorRepair(schema, options.badVectors(), options.fillValue());
		this.checker = new RowChecker(schema);
	}

	List<@Nullable Object[]> apply(List<@Nullable Object[]> batch) {
		List<@Nullable Object[]> rows = this.arrangement.apply(batch);
		ComputedColumns.requireNone(this.schema, rows);
		this.filler.fill(rows);
		List<@Nullable Object[]> kept = this.repair.apply(rows);
		try {
			this.checker.check(kept);
		}
		catch (InvalidInputException ex) {
			throw (this.row == 0) ? ex : new InvalidInputException(
					"Among the rows that begin with number " + this.row + ": " + ex.getMessage(), ex);
		}
		this.row += batch.size();
		return kept;
	}

	long dropped() {
		return this.repair.dropped();
	}

}
