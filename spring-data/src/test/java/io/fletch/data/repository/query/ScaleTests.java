package io.fletch.data.repository.query;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Score;
import org.springframework.data.domain.ScoringFunction;
import org.springframework.data.domain.Similarity;
import org.springframework.data.domain.VectorScoringFunctions;

import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScaleTests {

	@ParameterizedTest
	@EnumSource
	void aRangeOfScoresIsARangeOfDistances(Distance distance) {
		Random random = new Random(5);
		Scale scale = new Scale(distance);
		for (int i = 0; i < 1000; i++) {
			double measured = random.nextDouble() * 2;
			double score = distance.score(measured);
			double similarity = scale.similarity(score);
			assertThat(similarity).isBetween(0.0, 1.0);
			Range<Score> atLeast = Range.rightUnbounded(Range.Bound.inclusive(Score.of(score)));
			assertThat(scale.within(atLeast).test(score)).isTrue();
			assertThat(scale.within(atLeast).test(Math.nextDown(score))).isFalse();
			assertThat(measured).isLessThan(scale.end(atLeast));
			assertThat(scale.least(atLeast)).isEqualTo(Double.NEGATIVE_INFINITY);
			Range<Score> similar = Range.rightUnbounded(Range.Bound.inclusive(Similarity.of(similarity)));
			assertThat(scale.within(similar).test(score)).isTrue();
			assertThat(measured).isLessThan(scale.end(similar));
			Range<Score> less = Range.leftUnbounded(Range.Bound.exclusive(Similarity.of(similarity)));
			assertThat(scale.within(less).test(score)).isFalse();
			assertThat(measured).isGreaterThanOrEqualTo(scale.least(less));
			assertThat(scale.end(less)).isEqualTo(Double.POSITIVE_INFINITY);
		}
	}

	@Test
	void knowsTheFunctionsOfSpringData() {
		assertThat(Scale.distance(ScoringFunction.unspecified(), Distance.DOT)).isEqualTo(Distance.DOT);
		assertThat(Scale.distance(ScoringFunction.euclidean(), Distance.DOT)).isEqualTo(Distance.L2);
		assertThat(Scale.distance(ScoringFunction.cosine(), Distance.DOT)).isEqualTo(Distance.COSINE);
		assertThat(Scale.distance(ScoringFunction.dotProduct(), Distance.L2)).isEqualTo(Distance.DOT);
		assertThat(Scale.distance(VectorScoringFunctions.HAMMING, Distance.L2)).isEqualTo(Distance.HAMMING);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Scale.distance(VectorScoringFunctions.TAXICAB, Distance.L2))
			.withMessageContaining("use EUCLIDEAN, COSINE, DOT_PRODUCT or HAMMING");
	}

}
