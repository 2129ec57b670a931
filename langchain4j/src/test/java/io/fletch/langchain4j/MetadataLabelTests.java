package io.fletch.langchain4j;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MetadataLabelTests {

	@Test
	void whatIsEqualHasOneLabel() {
		for (List<Object> equal : List.<List<Object>>of(List.of(7, 7L, 7f, 7.0), List.of(0.1f, 0.1),
				List.of(0, 0L, 0.0, -0.0, -0f), List.of(1e20f, 1e20), List.of(1L << 53, 0x1p53),
				List.of(Float.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY), List.of(Float.MIN_VALUE, 1.4e-45),
				List.of(new UUID(3, 4), new UUID(3, 4).toString()))) {
			assertThat(equal.stream().map((value) -> MetadataLabel.of("key", value)).distinct()).as("%s", equal)
				.hasSize(1);
		}
	}

	@Test
	void labelsCanBeRead() {
		assertThat(MetadataLabel.of("lang", "en")).isEqualTo("lang:en");
		assertThat(MetadataLabel.of("year", 2020.50)).isEqualTo("year:2020.5");
		assertThat(MetadataLabel.of("big", 1e300)).isEqualTo("big:1E+300");
	}

	@Test
	void longLabelsAreCutBetweenLetters() {
		String label = MetadataLabel.of("k", "\uD83D\uDE00".repeat(1000));
		assertThat(label).hasSizeLessThanOrEqualTo(200).endsWith("\uD83D\uDE00").startsWith("k:");
		assertThat(MetadataLabel.of("k", "x".repeat(198))).hasSize(200);
	}

}
