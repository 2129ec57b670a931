package io.fletch.context.answer;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.context.retrieval.RetrievedPassage;

import static org.assertj.core.api.Assertions.assertThat;

class CitationVerifierTests {

	private static final List<RetrievedPassage> PASSAGES = Passages
		.of("Apples are red. Pears turn green in May. Plums are blue.", "A write survives a power cut. It is fast.");

	private final CitationVerifier verifier = new CitationVerifier();

	@Test
	void findsTheSentenceThatBearsAClaimOut() {
		assertThat(sentences("In May the pears are green [1].")).containsExactly("Pears turn green in May.");
	}

	@Test
	void readsSeveralNumbersAtOnce() {
		assertThat(sentences("Plums are blue and a write survives a cut [1, 2].")).containsExactly("Plums are blue.",
				"A write survives a power cut.");
		assertThat(sentences("Plums are blue and a write survives a cut [2][1]."))
			.containsExactly("A write survives a power cut.", "Plums are blue.");
	}

	@Test
	void takesAMarkAfterTheFullStopForTheSentenceBefore() {
		assertThat(sentences("Plums are blue. [1] Power cuts lose no write. [2]")).containsExactly("Plums are blue.",
				"A write survives a power cut.");
	}

	@Test
	void givesACitationOnce() {
		assertThat(this.verifier.verify("Plums are blue [1]. Blue are the plums [1].", PASSAGES))
			.containsExactly(new Citation(1, "d0-0", 41, 56));
	}

	@Test
	void dropsNumbersWithoutPassageAndClaimsWithoutSupport() {
		assertThat(this.verifier.verify("Pears are green [3]. Pears are green [0]. Cats sleep [1].", PASSAGES))
			.isEmpty();
		assertThat(this.verifier.verify("No citation, an [x], a list [1a] and [9999].", PASSAGES)).isEmpty();
	}

	private List<String> sentences(String answer) {
		return this.verifier.verify(answer, PASSAGES)
			.stream()
			.map((citation) -> PASSAGES.get(citation.number() - 1)
				.passage()
				.text()
				.substring(citation.start(), citation.end()))
			.toList();
	}

}
