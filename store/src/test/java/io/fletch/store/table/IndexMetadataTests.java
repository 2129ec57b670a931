package io.fletch.store.table;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IndexMetadataTests {

	@Test
	void whatIsReadAgainEqualsWhatWasWritten() {
		IndexSegment segment = new IndexSegment(TableFiles.newIndex(), 10, 20, RowIds.of(new long[] { 1, 2, 5 }));
		IndexMetadata index = new IndexMetadata("name", "BTREE", Map.of("a", "b"), List.of(1), 0,
				Instant.ofEpochSecond(1, 123_456_789), List.of(segment));
		BinaryOutput output = new BinaryOutput();
		index.write(output);
		IndexMetadata read = IndexMetadata.read(new BinaryInput("index", output.toByteArray()));
		assertThat(read).isEqualTo(index);
		assertThat(read.isSameAs(index)).isTrue();
	}

	@Test
	void idsAreEqualWhereTheyAreTheSameInTheSameOrder() {
		assertThat(RowIds.of(new long[] { 3, 4, 9 })).isEqualTo(RowIds.of(new long[] { 3, 4, 9 }))
			.hasSameHashCodeAs(RowIds.of(new long[] { 3, 4, 9 }))
			.isNotEqualTo(RowIds.of(new long[] { 3, 4, 10 }));
	}

}
