package io.fletch.test.evaluation;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.evaluation.Evaluation;
import io.fletch.evaluation.EvaluationReport;
import io.fletch.evaluation.GoldenQuestion;
import io.fletch.evaluation.GoldenQuestions;
import io.fletch.evaluation.Metric;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EvaluationAssertionsTests {

	private final EvaluationReport report = Evaluation
		.of(new GoldenQuestions(
				List.of(GoldenQuestion.of("1", "100 % pears?", "pear"), GoldenQuestion.of("2", "apples", "apple"))))
		.search("all", (question, limit) -> List.of("pear", "apple"))
		.search("half", (question, limit) -> List.of("apple"))
		.run();

	@Test
	void passesWhereTheSearchIsGoodEnough() {
		EvaluationAssertions.assertThat(this.report, "half")
			.hasAtLeast(Metric.hitRate(10), 0.5)
			.isNotWorseThan(this.report.run("all"), Metric.hitRate(10), 0.5)
			.answersWithin(1, Duration.ofMinutes(1));
	}

	@Test
	void tellsTheQuestionsThatWereAnsweredWorst() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> EvaluationAssertions.assertThat(this.report, "half").hasAtLeast(Metric.hitRate(10), 0.6))
			.withMessageContainingAll(
					"The search 'half' has hit rate@10 of 0.5000, expected at least 0.6000. " + "Answered worst:",
					"0.0000 '100 % pears?' (1): relevant [pear], found [apple]");
	}

	@Test
	void tellsBothSearches() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> EvaluationAssertions.assertThat(this.report, "half")
				.isNotWorseThan(this.report.run("all"), Metric.hitRate(10), 0.1))
			.withMessageContaining("The search 'half' has hit rate@10 of 0.5000, but 'all' has 1.0000, and 0.1000 less "
					+ "was tolerated.");
	}

	@Test
	void tellsHowLongItTook() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> EvaluationAssertions.assertThat(this.report, "half").answersWithin(0.5, Duration.ZERO))
			.withMessageMatching("The search 'half' answered 0.5 of the questions within PT.*S, expected PT0S");
	}

	@Test
	void failsForASearchThatIsNotThere() {
		assertThatIllegalArgumentException().isThrownBy(() -> EvaluationAssertions.assertThat(this.report, "none"))
			.withMessage("There is no search 'none' in this report; there are [all, half]");
	}

}
