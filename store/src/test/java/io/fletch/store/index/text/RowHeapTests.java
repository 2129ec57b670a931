package io.fletch.store.index.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.SeededRandom;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SeededRandom.class)
class RowHeapTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 63, 64, 65, 200, 999, 1000, 2000 })
	void keepsTheBestOfManyInWhateverOrderTheyCome(int limit, Random random) {
		List<TopRows.Kept> rows = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			rows.add(new TopRows.Kept(2 * i, i, random.nextInt(20) - 10));
		}
		Collections.shuffle(rows, random);
		RowHeap heap = new RowHeap(limit);
		for (TopRows.Kept row : rows) {
			heap.offer(row.row(), row.rowId(), row.score());
		}
		Collections.sort(rows);
		List<TopRows.Kept> expected = rows.subList(0, Math.min(limit, rows.size()));
		assertThat(heap.isFull()).isEqualTo(limit <= rows.size());
		assertThat(heap.worstScore()).isEqualTo(expected.getLast().score());
		assertThat(heap.bestFirst()).containsExactlyElementsOf(expected);
	}

}
