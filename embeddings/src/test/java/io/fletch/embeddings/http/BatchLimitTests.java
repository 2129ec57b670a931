package io.fletch.embeddings.http;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchLimitTests {

	@Test
	void splitsByItems() {
		assertThat(new BatchLimit(2, 1000).split(List.of("a", "b", "c", "d", "e"))).containsExactly(
				new Batch(0, List.of("a", "b")), new Batch(2, List.of("c", "d")), new Batch(4, List.of("e")));
	}

	@Test
	void splitsByTokens() {
		String ten = "x".repeat(27);
		assertThat(new BatchLimit(100, 20).split(List.of(ten, ten, ten)))
			.containsExactly(new Batch(0, List.of(ten, ten)), new Batch(2, List.of(ten)));
	}

	@Test
	void sendsATextThatIsTooLongAlone() {
		String hundred = "x".repeat(297);
		assertThat(new BatchLimit(100, 20).split(List.of("a", hundred, "b")))
			.containsExactly(new Batch(0, List.of("a")), new Batch(1, List.of(hundred)), new Batch(2, List.of("b")));
	}

	@Test
	void estimatesTokensByBytes() {
		assertThat(TokenEstimate.of("twelve bytes")).isEqualTo(5);
		assertThat(TokenEstimate.of("日本語")).isEqualTo(4);
		assertThat(TokenEstimate.of("\uD83D\uDE00é")).isEqualTo(3);
	}

}
