package io.fletch.rerankers;

import java.util.Map;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is needed is refused by name where it is null.
 */
class NullArgumentTests {

	static Stream<Arguments> calls() {
		RerankerRegistry registry = new RerankerRegistry();
		return Stream.of(call("name", () -> Rerankers.named(null)),
				call("name", () -> Rerankers.create(null, Map.of())),
				call("options", () -> Rerankers.create("rrf", null)), call("name", () -> Rerankers.options(null)),
				call("name", () -> registry.get(null)),
				call("factory", () -> registry.register((RerankerFactory) null)),
				call("name", () -> registry.variable(null, "x")), call("value", () -> registry.variable("x", null)),
				call("folder", () -> CrossEncoder.ofFolder(null)),
				call("rows", () -> new ReciprocalRankFusion().rerank(null)),
				call("rows", () -> new LinearCombination().rerank(null)),
				call("rows", () -> new MeanReciprocalRank().rerank(null)),
				call("rows", () -> new MaximalMarginalRelevance().rerank(null)));
	}

	private static Arguments call(String name, ThrowingCallable call) {
		return Arguments.of(name, call);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void refusesNullByName(String name, ThrowingCallable call) {
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(call).withMessage(name);
	}

}
