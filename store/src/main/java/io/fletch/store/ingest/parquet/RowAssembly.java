package io.fletch.store.ingest.parquet;

import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the rows of a file.
 */
final class RowAssembly extends RecordMaterializer<@Nullable Object[]> {

	private final GroupAssembly root;

	private @Nullable Object[] row = new @Nullable Object[0];

	RowAssembly(MessageType type) {
		this.root = new GroupAssembly(type, (values) -> this.row = (@Nullable Object[]) values);
	}

	@Override
	public @Nullable Object[] getCurrentRecord() {
		return this.row;
	}

	@Override
	public GroupConverter getRootConverter() {
		return this.root;
	}

}
