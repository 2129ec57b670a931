package io.fletch.store.query;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VectorsTests {

	@Test
	void takesNumbersOfAnyKind() {
		assertThat(Vectors.of(List.of(1, 2.5, 3F))).containsExactly(1, 2.5F, 3);
		assertThat(Vectors.of(0.1, -2)).containsExactly(0.1F, -2);
	}

	@Test
	void namesWhatIsNoElement() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Vectors.of(Arrays.asList(1.0, null)))
			.withMessage("A vector has null at position 1; give a number for each");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Vectors.of(1, 1e300))
			.withMessage("A vector has 1.0E300 at position 1, which is too large for float32; scale the vector");
	}

	@Test
	void packsBitsFromTheHighest() {
		assertThat(Vectors.packBits(1, 0, 0, 0, 0, 0, 0, 1, 1)).containsExactly(0x81, 0x80);
		assertThat(Vectors.packBits(true, false, true)).containsExactly(0xA0);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Vectors.packBits(0, 2))
			.withMessage("A vector of bits has 2 at position 1; give 0 or 1 for each");
	}

}
