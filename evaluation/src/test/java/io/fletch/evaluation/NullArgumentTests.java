package io.fletch.evaluation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

	private static final GoldenQuestion QUESTION = GoldenQuestion.of("q", "Who?", "a");

	private static final Evaluation EVALUATION = Evaluation.of(new GoldenQuestions(List.of(QUESTION)));

	private static final QuestionResult RESULT = new QuestionResult(QUESTION, List.of("a"), Duration.ofMillis(1));

	private static final EvaluationRun RUN = new EvaluationRun("run", 1, List.of(RESULT));

	private static final EvaluationReport REPORT = new EvaluationReport(List.of(Metric.hitRate(1)), List.of(RUN));

	static Stream<Arguments> calls() {
		return Stream.of(call("questions", () -> Evaluation.of(null)),
				call("name", () -> EVALUATION.search(null, (question, limit) -> List.of())),
				call("search", () -> EVALUATION.search("a", null)),
				call("metrics", () -> EVALUATION.metrics((Metric[]) null)),
				call("listener", () -> EVALUATION.listener(null)), call("questions", () -> new GoldenQuestions(null)),
				call("file", () -> GoldenQuestions.read(null)), call("line", () -> GoldenQuestions.readLine(1, null)),
				call("folder", () -> GoldenQuestions.readBeir(null, "test")),
				call("split", () -> GoldenQuestions.readBeir(Path.of("x"), null)),
				call("id", () -> GoldenQuestion.of(null, "Who?", "a")),
				call("text", () -> GoldenQuestion.of("q", null, "a")),
				call("relevant", () -> GoldenQuestion.of("q", "Who?", (String[]) null)),
				call("relevant", () -> new GoldenQuestion("q", "Who?", null)),
				call("question", () -> new QuestionResult(null, List.of(), Duration.ZERO)),
				call("found", () -> new QuestionResult(QUESTION, null, Duration.ZERO)),
				call("time", () -> new QuestionResult(QUESTION, List.of(), null)),
				call("metric", () -> RESULT.measure(null)),
				call("name", () -> new EvaluationRun(null, 1, List.of(RESULT))),
				call("results", () -> new EvaluationRun("run", 1, null)), call("metric", () -> RUN.mean(null)),
				call("metric", () -> RUN.worst(null, 1)),
				call("metrics", () -> new EvaluationReport(null, List.of(RUN))),
				call("runs", () -> new EvaluationReport(List.of(), null)), call("name", () -> REPORT.run(null)),
				call("folder", () -> REPORT.write(null)), call("found", () -> Metric.hitRate(1).of(null, Map.of())),
				call("relevant", () -> Metric.hitRate(1).of(List.of(), null)));
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
