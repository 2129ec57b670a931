package io.fletch.benchmarks.mapping;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.mapping.RecordMapping;

/**
 * The store's own way: by method handles.
 */
final class MappedRows implements RowCodec {

	private final RecordMapping<Reading> mapping = RecordMapping.of(Reading.class);

	private final Schema schema = this.mapping.schema(new EmbeddingFunctionRegistry());

	@Override
	public List<@Nullable Object[]> toRows(List<Reading> records) {
		return this.mapping.toRows(records, this.schema);
	}

	@Override
	public Reading toRecord(@Nullable Object[] row) {
		return this.mapping.toRecord(row, this.schema);
	}

}
