package io.fletch.benchmarks.data;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowPickerTests {

	@Test
	void givesTheNumbersOfTheOtherPrograms() {
		RowPicker picker = new RowPicker();
		int[] numbers = { picker.next(100_000), picker.next(100_000), picker.next(100_000), picker.next(100_000) };
		assertThat(numbers).containsExactly(32606, 83775, 66924, 83573);
	}

	@Test
	void picksEachRowOnce() {
		assertThat(new RowPicker().pick(1000, 1000)).doesNotHaveDuplicates().hasSize(1000);
	}

}
