package io.fletch.store.ingest.arrow;

import java.io.IOException;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Record batches, one after the other. A batch may be read until the next is asked for.
 */
interface ArrowBatches extends AutoCloseable {

	/**
	 * Returns the schema, in which a dictionary-encoded field has the type of its values.
	 */
	Schema schema();

	@Nullable ArrowBatch next() throws IOException;

	@Override
	void close() throws IOException;

}
