package io.fletch.embeddings.onnx;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MeanPoolingTests {

	@Test
	void averagesTheTokensThatAreNoPaddingAndScalesToLengthOne() {
		float[] tokens = { 1, 2, 5, 6, 100, -100 };
		assertThat(MeanPooling.pool(tokens, 2, 2)).containsExactly(new float[] { 0.6f, 0.8f }, Offset.offset(1e-7f));
	}

	@Test
	void leavesAMeanOfZerosAsItIs() {
		assertThat(MeanPooling.pool(new float[] { 1, -1, -1, 1 }, 2, 2)).containsExactly(0, 0);
	}

}
