package io.fletch.embeddings.onnx;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PoolingTests {

	private static final float[] VALUES = { 100, -100, 1, 9, 5, 6, 3, 0, -100, 100 };

	private static final TokenVectors TOKENS = new TokenVectors(VALUES, 1, 3, 2);

	@Test
	void averagesTheTokensThatAreNoPadding() {
		assertThat(Pooling.MEAN.pool(TOKENS, 0)).containsExactly(3, 5);
	}

	@Test
	void takesTheFirstTokenThatIsNoPadding() {
		assertThat(Pooling.CLS.pool(TOKENS, 0)).containsExactly(1, 9);
	}

	@Test
	void takesTheGreatestValueOfEachDimension() {
		assertThat(Pooling.MAX.pool(TOKENS, 0)).containsExactly(5, 9);
	}

	@Test
	void takesTheLastTokenThatIsNoPadding() {
		assertThat(Pooling.LAST_TOKEN.pool(TOKENS, 0)).containsExactly(3, 0);
	}

	@Test
	void leavesTheFirstTokensOutOfTheMeanAndTheGreatestValue() {
		assertThat(Pooling.MEAN.pool(TOKENS, 1)).containsExactly(4, 3);
		assertThat(Pooling.MAX.pool(TOKENS, 2)).containsExactly(3, 0);
	}

	@Test
	void poolsAllTokensWhereNoOthersAreLeft() {
		assertThat(Pooling.MEAN.pool(TOKENS, 3)).containsExactly(3, 5);
	}

	@Test
	void scalesToLengthOneAndLeavesZerosAsTheyAre() {
		assertThat(UnitLength.scale(new float[] { 3, 4 })).containsExactly(new float[] { 0.6f, 0.8f },
				Offset.offset(1e-7f));
		assertThat(UnitLength.scale(new float[2])).containsExactly(0, 0);
	}

}
