package io.fletch.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.index.IndexType;
import io.fletch.store.scan.IndexedField;
import io.fletch.store.scan.SegmentBuilder;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.IndexSegment;
import io.fletch.store.table.Manifest;

/**
 * An index, as one version of a table knows it.
 *
 * @param name the name
 * @param type the kind
 * @param columns the names of the columns that it covers
 * @param options the parameters it was created with, by name
 * @param created when it was created
 * @param coverage what of the table it covers
 * @param problem why it could not have all rows when that was tried last, since the table
 * was opened; {@code null} if it could
 */
public record IndexInfo(String name, IndexType type, List<String> columns, Map<String, String> options, Instant created,
		Coverage coverage, @Nullable String problem) {

	static IndexInfo of(Manifest manifest, IndexMetadata index, @Nullable String problem) {
		IndexType type = IndexType.of(index.type());
		List<String> columns = IndexedField.of(manifest.schema(), index).stream().map(IndexedField::name).toList();
		return new IndexInfo(index.name(), type, columns, index.options(), index.created(),
				Coverage.of(manifest, index), (type != IndexType.UNKNOWN) ? problem
						: "This version of the library does not know indexes of the kind " + index.type());
	}

	/**
	 * What of a table an index covers.
	 *
	 * @param indexedRows how many rows of the version are found by it
	 * @param unindexedRows how many are searched without it
	 * @param segments how many parts it has, each built at once
	 * @param bytes how long their files are
	 */
	public record Coverage(long indexedRows, long unindexedRows, int segments, long bytes) {

		static Coverage of(Manifest manifest, IndexMetadata index) {
			long unindexed = SegmentBuilder.uncoveredCount(manifest, index);
			return new Coverage(manifest.rowCount() - unindexed, unindexed, index.segments().size(),
					index.segments().stream().mapToLong(IndexSegment::byteSize).sum());
		}

	}

}
