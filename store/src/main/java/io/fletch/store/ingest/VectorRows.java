package io.fletch.store.ingest;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows that have a schema, for a table that is yet to be made: lists that are vectors by
 * their names become vectors.
 */
public final class VectorRows implements RowBatches {

	private final RowBatches rows;

	private final Deque<List<@Nullable Object[]>> sample = new ArrayDeque<>();

	private final Schema schema;

	/**
	 * Reads the first rows and infers the length of the vectors.
	 * @param rows the rows, which are closed with these
	 * @throws IOException if they cannot be read
	 */
	public VectorRows(RowBatches rows) throws IOException {
		this.rows = rows;
		boolean any = rows.schema().getFields().stream().anyMatch(SchemaInference::isVectorList);
		int count = 0;
		while (any && count < SchemaInference.SAMPLE_ROWS) {
			List<@Nullable Object[]> batch = rows.next();
			if (batch == null) {
				break;
			}
			count += batch.size();
			this.sample.add(batch);
		}
		this.schema = any ? SchemaInference.withVectors(rows.schema(), this.sample) : rows.schema();
	}

	@Override
	public Schema schema() {
		return this.schema;
	}

	@Override
	public @Nullable List<@Nullable Object[]> next() throws IOException {
		List<@Nullable Object[]> first = this.sample.poll();
		return (first != null) ? first : this.rows.next();
	}

	@Override
	public void close() throws IOException {
		this.rows.close();
	}

}
