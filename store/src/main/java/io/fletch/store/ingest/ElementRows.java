package io.fletch.store.ingest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows from maps and records, one after the other. Holds no more of them than a batch,
 * and the sample of the inference.
 */
public final class ElementRows implements RowBatches {

	private final Iterator<?> sample;

	private final Iterator<?> rest;

	private final Runnable release;

	private final Schema schema;

	private final NamedRows rows;

	private boolean closed;

	/**
	 * Begins to read.
	 * @param elements the rows
	 * @param release what to do in the end, once
	 * @param target the schema of the rows, or {@code null} if it is to be inferred
	 * @throws io.fletch.store.error.InvalidInputException if no schema can be inferred
	 */
	public ElementRows(Iterator<?> elements, Runnable release, @Nullable Schema target) {
		List<@Nullable Object> first = new ArrayList<>();
		while (target == null && first.size() < SchemaInference.SAMPLE_ROWS && elements.hasNext()) {
			first.add(elements.next());
		}
		this.sample = first.iterator();
		this.rest = elements;
		this.release = release;
		this.schema = (target != null) ? target : SchemaInference.infer(first);
		this.rows = new NamedRows(this.schema);
	}

	@Override
	public Schema schema() {
		return this.schema;
	}

	@Override
	public @Nullable List<@Nullable Object[]> next() {
		List<@Nullable Object[]> batch = new ArrayList<>();
		long bytes = 0;
		while (batch.size() < MAX_ROWS && bytes < MAX_BYTES) {
			Iterator<?> elements = this.sample.hasNext() ? this.sample : this.rest;
			if (!elements.hasNext()) {
				break;
			}
			@Nullable Object[] row = this.rows.arrange(elements.next());
			bytes += RowSize.of(row);
			batch.add(row);
		}
		return batch.isEmpty() ? null : batch;
	}

	@Override
	public BitSet named() {
		return this.rows.named();
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.release.run();
		}
	}

}
