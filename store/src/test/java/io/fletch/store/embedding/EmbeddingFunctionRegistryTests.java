package io.fletch.store.embedding;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbeddingFunctionRegistryTests {

	private final WordHashFactory factory = new WordHashFactory();

	private final EmbeddingFunctionRegistry registry = new EmbeddingFunctionRegistry(
			Map.of("HASH_MODEL", "from-environment")::get)
		.register(this.factory);

	@Test
	void createsANamedFunctionOnFirstUseAndSharesIt() {
		this.registry.register("mine", "word-hash", Map.of("dimensions", "4"));
		assertThat(this.factory.made).hasValue(0);
		EmbeddingFunction first = this.registry.get("mine");
		assertThat(this.registry.get("mine")).isSameAs(first);
		assertThat(first.name()).isEqualTo("mine");
		assertThat(first.dimensions()).isEqualTo(4);
		assertThat(this.factory.made).hasValue(1);
	}

	@Test
	void createsAFunctionOfTheCallersOwn() {
		EmbeddingFunction first = this.registry.create("word-hash", Map.of());
		assertThat(this.registry.create("word-hash", Map.of())).isNotSameAs(first);
		assertThat(this.registry.get("word-hash")).isNotSameAs(first);
	}

	@Test
	void aliasesShareTheFunctionAndTheType() {
		this.registry.alias("hash", "word-hash").alias("h", "hash");
		assertThat(this.registry.get("h")).isSameAs(this.registry.get("word-hash"));
		assertThat(this.registry.create("h", Map.of("dimensions", "3")).dimensions()).isEqualTo(3);
		assertThat(this.registry.list().getFirst().aliases()).containsExactly("h", "hash");
	}

	@Test
	void refusesEveryClashOfNames() {
		this.registry.alias("taken", "word-hash");
		String message = "An embedding function named 'taken' is registered already; choose another name, or leave "
				+ "the second away";
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.registry.alias("taken", "word-hash"))
			.withMessage(message);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.registry.register("taken", "word-hash", Map.of()))
			.withMessage(message);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.registry.register(new WordHashFunction("taken", 2)))
			.withMessage(message);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.registry.register(this.factory))
			.withMessageStartingWith("An embedding function named 'word-hash' is registered already");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "${HASH_MODEL} | from-environment", "a-${HASH_MODEL}-b | a-from-environment-b",
					"${NONE:http://host:80/x} | http://host:80/x", "$var:HASH_MODEL | from-environment",
					"$var:NONE:some:value | some:value", "${SET} | set", "${HASH_MODEL:other} | from-environment",
					"$5 and $x | $5 and $x" })
	void resolvesVariables(String written, String expected) {
		this.registry.variable("SET", "set");
		EmbeddingFunction function = this.registry.create("word-hash", Map.of("model", written));
		assertThat(function.description().model()).isEqualTo(expected);
	}

	@Test
	void aVariableGoesBeforeTheEnvironment() {
		this.registry.variable("HASH_MODEL", "mine");
		assertThat(this.registry.create("word-hash", Map.of("model", "${HASH_MODEL}")).description().model())
			.isEqualTo("mine");
	}

	@ParameterizedTest
	@CsvSource({ "${test}", "$var:test" })
	void refusesAVariableWithoutValueAndTakesItOnceItIsSet(String written) {
		this.registry.register("mine", "word-hash", Map.of("model", written));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.registry.get("mine"))
			.withMessage("The option 'model' of the embedding function 'mine' needs the variable 'test', which has no "
					+ "value: give it one by variable(\"test\", value) of the registry, in the environment, or as "
					+ "${test:default}");
		this.registry.variable("test", "now");
		assertThat(this.registry.get("mine").description().model()).isEqualTo("now");
	}

	@Test
	void refusesVariablesWhoseNameCouldNotBeWritten() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.registry.variable("a:b", "x"))
			.withMessage("A variable cannot be named 'a:b': give a name without ':' and '}', which end it");
	}

	@Test
	void refusesAnUnknownOptionAndTellsWhatIsNear() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.registry.register("mine", "word-hash", Map.of("dimension", "4")))
			.withMessage(
					"The embedding function 'mine' of the type 'word-hash' has no option 'dimension', did you mean "
							+ "dimensions?; its options are [dimensions, model, address, api-key]");
	}

	@Test
	void refusesAnUnknownNameAndAnUnknownType() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.registry.get("word_hash"))
			.withMessage(
					"No embedding function named 'word_hash', did you mean word-hash?; known: [word-hash]. Register "
							+ "it, or add the module that offers it to the class path.");
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.registry.register("mine", "openai", Map.of()))
			.withMessage(
					"No type of embedding functions is named 'openai'; known: [word-hash]. Register its factory, or "
							+ "add the module that offers it to the class path.");
	}

	@Test
	void keepsASecretOnlyAsAVariable() {
		this.registry.variable("KEY", "s3cret-1")
			.register("literal", "word-hash", Map.of("api-key", "s3cret-2", "model", "m"))
			.register("placeholder", "word-hash", Map.of("api-key", "${KEY:s3cret-3}"))
			.register("foreign", "word-hash", Map.of("api-key", "$var:KEY:s3cret-3"))
			.register("mixed", "word-hash", Map.of("api-key", "s3cret-2 ${KEY}"));
		assertThat(this.registry.define("literal").options()).containsExactly(Map.entry("model", "m"));
		assertThat(this.registry.define("placeholder").options()).containsExactly(Map.entry("api-key", "${KEY}"));
		assertThat(this.registry.define("foreign").options()).containsExactly(Map.entry("api-key", "$var:KEY"));
		assertThat(this.registry.define("mixed").options()).isEmpty();
		assertThat(this.registry.list() + " " + this.registry).doesNotContain("s3cret");
	}

	@Test
	void noExceptionTellsASecret() {
		this.registry.register("mine", "word-hash", Map.of("api-key", "wrong-secret"));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.registry.get("mine"))
			.withMessage("The key *** is refused")
			.withNoCause();
	}

	@Test
	void noExceptionTellsWhatAVariableHolds() {
		this.registry.variable("SIZE", "s3cret").register("mine", "word-hash", Map.of("dimensions", "${SIZE}"));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.registry.get("mine"))
			.withMessage("The option 'dimensions' of the embedding function 'mine' is '${SIZE}', but must be a whole "
					+ "number from 1 to 64");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://me:s3cret@host/", "http://host/path?key=s3cret" })
	void refusesASecretInAnAddress(String address) {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.registry.register("mine", "word-hash", Map.of("address", address)))
			.withMessageStartingWith("The option 'address' of the embedding function 'mine' has a user, a password")
			.withMessageNotContaining("s3cret");
	}

	@Test
	void listsWhatIsThereWithoutMakingIt() {
		this.registry.register("mine", "word-hash", Map.of("dimensions", "4")).register(new WordHashFunction("own", 2));
		List<EmbeddingFunctionInfo> all = this.registry.list();
		assertThat(all).extracting(EmbeddingFunctionInfo::name).containsExactly("mine", "own", "word-hash");
		assertThat(all).extracting(EmbeddingFunctionInfo::isLoaded).containsExactly(false, true, false);
		assertThat(all.getFirst().type()).isEqualTo("word-hash");
		assertThat(all.getFirst().chosen()).containsExactly(Map.entry("dimensions", "4"));
		assertThat(all.getFirst().options()).isEqualTo(this.factory.options());
		assertThat(all.get(1).accepts()).containsExactly(SourceKind.TEXT);
		assertThat(this.factory.made).hasValue(0);
	}

	@Test
	void whoLoadsASlowModelBlocksNobodyElse() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.registry.register(new SlowFactory(begun, go));
		CompletableFuture<EmbeddingFunction> slow = CompletableFuture.supplyAsync(() -> this.registry.get("slow"));
		assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.registry.get("word-hash").dimensions()).isEqualTo(8);
		assertThat(this.registry.list()).hasSize(2);
		go.countDown();
		assertThat(slow.get(30, TimeUnit.SECONDS).name()).isEqualTo("slow");
	}

	@Test
	void theDefaultIsWhatWasRegisteredByCodeOrTheOnlyOne() {
		assertThat(this.registry.defaultAlias()).isEqualTo("word-hash");
		this.registry.register("mine", "word-hash", Map.of());
		assertThat(this.registry.defaultAlias()).isEqualTo("mine");
		this.registry.register("other", "word-hash", Map.of());
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(this.registry::defaultAlias)
			.withMessage("No default embedding function: choose one of [mine, other, word-hash] by defaultAlias(...)");
		assertThat(this.registry.defaultAlias("other").defaultAlias()).isEqualTo("other");
	}

	@Test
	void makesNothingOnceItIsClosed() {
		this.registry.close();
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.registry.get("word-hash"))
			.withMessage("The embedding function 'word-hash' is closed");
	}

	@Test
	void definitionsComeBackFromTheirText() {
		EmbeddingDefinition definition = this.registry.register("mine", "word-hash", Map.of("model", "m"))
			.define("mine");
		EmbeddingDefinitions written = new EmbeddingDefinitions(new TreeMap<>(Map.of(3, definition)));
		assertThat(written.write())
			.isEqualTo("[{\"id\":3,\"name\":\"mine\",\"type\":\"word-hash\",\"options\":{\"model\""
					+ ":\"m\"},\"model\":\"m\",\"dimensions\":8,\"settings\":{\"pooling\":\"sum\"}}]");
		assertThat(EmbeddingDefinitions.read(written.write())).isEqualTo(written);
	}

	private record SlowFactory(CountDownLatch begun, CountDownLatch go) implements EmbeddingFunctionFactory {

		@Override
		public String alias() {
			return "slow";
		}

		@Override
		public EmbeddingFunction create(String name, EmbeddingOptions options) {
			this.begun.countDown();
			try {
				if (!this.go.await(30, TimeUnit.SECONDS)) {
					throw new EmbeddingException("Nobody let it go on");
				}
			}
			catch (InterruptedException ex) {
				throw new EmbeddingException("interrupted", ex);
			}
			return new WordHashFunction(name, 2);
		}

	}

}
