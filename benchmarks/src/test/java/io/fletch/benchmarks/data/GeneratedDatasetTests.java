package io.fletch.benchmarks.data;

import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.Field;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GeneratedDatasetTests {

	private final Dataset data = GeneratedDataset.of(7, 500, 8);

	@Test
	void isTheSameForTheSameSeed() {
		Dataset again = GeneratedDataset.of(7, 500, 8);
		assertThat(again.documents()).isEqualTo(this.data.documents());
		assertThat(again.vectors()).usingRecursiveComparison().isEqualTo(this.data.vectors());
	}

	@Test
	void givesEachDocumentItsOwnNumberBelowTheirCount() {
		assertThat(this.data.documents()).extracting(Document::num)
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, 500).boxed().toList());
	}

	@Test
	void hasTextsOfSomeHundredLetters() {
		double mean = this.data.documents().stream().mapToInt((row) -> row.text().length()).average().orElseThrow();
		assertThat(mean).isCloseTo(250, Offset.offset(60.0));
	}

	@Test
	void makesRowsOfTheSchema() {
		assertThat(this.data.rows(0, 1).get(0).keySet())
			.containsExactlyElementsOf(this.data.schema().getFields().stream().map(Field::getName).toList());
	}

}
