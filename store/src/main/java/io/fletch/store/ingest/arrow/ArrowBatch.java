package io.fletch.store.ingest.arrow;

import java.util.List;

/**
 * A record batch.
 *
 * @param rowCount the number of rows
 * @param byteSize about how many bytes they take
 * @param columns the columns
 */
record ArrowBatch(int rowCount, long byteSize, List<ArrowColumn> columns) {
}
