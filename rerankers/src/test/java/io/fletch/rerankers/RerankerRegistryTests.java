package io.fletch.rerankers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RerankerRegistryTests {

	private static final EmbeddingOption SECRET = new EmbeddingOption("api-key", "the key", null, false, true);

	private final RerankerRegistry registry = new RerankerRegistry();

	@Test
	void makesARerankerOnceAndSharesIt() {
		this.registry.register("sharp", "rrf", Map.of("k", "1"));
		assertThat(this.registry.get("sharp")).isEqualTo(new ReciprocalRankFusion(1))
			.isSameAs(this.registry.get("sharp"));
		assertThat(this.registry.names()).contains("sharp", "rrf", "linear");
	}

	@Test
	void takesARerankerThatExistsAlready() {
		ModelReranker own = new ModelReranker(new WordCount());
		assertThat(this.registry.register(own).get("word-count")).isSameAs(own);
	}

	@Test
	void takesAnotherKindAndVariables() {
		this.registry.register(new Factory())
			.register("mine", "words", Map.of("depth", "${DEPTH}"))
			.variable("DEPTH", "3");
		assertThat(this.registry.types()).contains("words", "rrf").doesNotContain("mine");
		assertThat(this.registry.get("mine").mostRows()).isEqualTo(3);
		assertThat(this.registry.get("words").mostRows()).isEqualTo(100);
	}

	@Test
	void closesWhatItMadeAndNothingElse() {
		WordCount given = new WordCount();
		Factory factory = new Factory();
		this.registry.register(factory).register(new ModelReranker(given));
		this.registry.get("words");
		this.registry.get("word-count");
		this.registry.close();
		assertThat(given.isClosed()).isFalse();
		assertThat(factory.made.isClosed()).isTrue();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.registry.get("rrf"))
			.withMessage("The registry of rerankers is closed");
	}

	@Test
	void answersOthersWhileAModelIsLoaded() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch loaded = new CountDownLatch(1);
		this.registry.register(factory(() -> {
			begun.countDown();
			await(loaded);
			return new ReciprocalRankFusion(1);
		}));
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<Reranker> slow = threads.submit(() -> this.registry.get("made-here"));
			begun.await();
			try {
				assertThat(threads.submit(() -> this.registry.get("linear")).get(10, TimeUnit.SECONDS))
					.isInstanceOf(LinearCombination.class);
				assertThat(threads.submit(this.registry::names).get(10, TimeUnit.SECONDS)).contains("made-here");
				assertThat(slow).isNotDone();
			}
			finally {
				loaded.countDown();
			}
			assertThat(slow.get()).isEqualTo(new ReciprocalRankFusion(1));
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void refusesOptionsThatAreNotThereAtOnce() {
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> this.registry.register("mine", "rrf", Map.of("kk", "1")))
			.withMessageContaining("The reranker 'mine' has no option 'kk'")
			.withMessageContaining("its options are [k]");
		assertThat(this.registry.names()).doesNotContain("mine");
	}

	@Test
	void tellsNoSecretWhateverAFactorySays() {
		this.registry.register(factory(() -> {
			throw new IllegalStateException("bad", new IllegalArgumentException("the key sk-1234 is wrong"));
		}));
		this.registry.register("mine", "made-here", Map.of("api-key", "sk-1234"));
		assertThatExceptionOfType(RerankException.class).isThrownBy(() -> this.registry.get("mine"))
			.withMessage("The reranker 'mine' cannot be made: bad")
			.withNoCause();
	}

	@Test
	void wrapsWhateverAFactoryThrows() {
		this.registry.register(factory(() -> {
			throw new IllegalStateException("no such model, sk-1234");
		}));
		assertThatExceptionOfType(RerankException.class).isThrownBy(() -> this.registry.get("made-here"))
			.withMessage("The reranker 'made-here' cannot be made: no such model, sk-1234")
			.withCauseInstanceOf(IllegalStateException.class);
		this.registry.register("mine", "made-here", Map.of("api-key", "sk-1234"));
		assertThatExceptionOfType(RerankException.class).isThrownBy(() -> this.registry.get("mine"))
			.withMessage("The reranker 'mine' cannot be made: no such model, ***");
	}

	private static RerankerFactory factory(Supplier<Reranker> maker) {
		return new RerankerFactory() {

			@Override
			public String alias() {
				return "made-here";
			}

			@Override
			public List<EmbeddingOption> options() {
				return List.of(SECRET);
			}

			@Override
			public Reranker create(EmbeddingOptions options) {
				return maker.get();
			}

		};
	}

	@Test
	void refusesANameThatIsTaken() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.registry.register("rrf", "linear", Map.of()))
			.withMessageStartingWith("A reranker named 'rrf' is known already");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.registry.register(" ", "linear", Map.of()))
			.withMessage("A reranker must have a name that is not blank");
	}

	@Test
	void namesTheKnownOnesForAnUnknownNameOrType() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.registry.get("rff"))
			.withMessageStartingWith("No reranker named 'rff'; known: [");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.registry.register("mine", "rff", Map.of()))
			.withMessageStartingWith("No reranker named 'rff'; known: [");
	}

	private static final class Factory implements RerankerFactory {

		private final WordCount made = new WordCount();

		@Override
		public String alias() {
			return "words";
		}

		@Override
		public List<EmbeddingOption> options() {
			return RerankScope.options();
		}

		@Override
		public Reranker create(EmbeddingOptions options) {
			return new ModelReranker(this.made, RerankScope.of(options));
		}

	}

}
