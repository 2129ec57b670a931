package io.fletch.store;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowSourceMapsTests {

	@Test
	void readsArrowRowsAsMaps() {
		try (BufferAllocator allocator = new RootAllocator();
				IntVector number = new IntVector("number", allocator);
				VarCharVector text = new VarCharVector("text", allocator)) {
			number.setSafe(0, 7);
			text.setSafe(0, new Text("fox"));
			number.setNull(1);
			text.setNull(1);
			number.setValueCount(2);
			text.setValueCount(2);
			VectorSchemaRoot root = VectorSchemaRoot.of(number, text);
			root.setRowCount(2);
			try (Stream<Map<String, Object>> rows = RowSource.arrow(root).toMaps()) {
				List<Map<String, Object>> read = rows.toList();
				assertThat(read.get(0)).isEqualTo(Map.of("number", 7, "text", "fox"));
				assertThat(read.get(1)).containsOnlyKeys("number", "text").containsValues(null, null);
			}
		}
	}

	@Test
	void readsManyRowsOfAStreamOnce() {
		RowSource source = RowSource.maps(Stream.generate(() -> Map.of("a", 1)).limit(5_000));
		assertThat(source.toMaps().count()).isEqualTo(5_000);
		assertThatThrownBy(source::toMaps).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("were read before");
	}

	@Test
	void closesWhatItReads() {
		boolean[] closed = { false };
		try (Stream<Map<String, Object>> rows = RowSource
			.maps(Collections.singletonList(Map.of("a", 1)).stream().onClose(() -> closed[0] = true))
			.toMaps()) {
			assertThat(rows.findFirst()).isPresent();
		}
		assertThat(closed[0]).isTrue();
	}

}
