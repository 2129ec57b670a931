package io.fletch.context.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.context.HashedWords;
import io.fletch.context.answer.Citation;
import io.fletch.context.retrieval.Condition;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SemanticCacheIntegrationTests {

	private static final List<Citation> CITED = List.of(new Citation(2, "d-1", 3, 9));

	@TempDir
	private Path folder;

	private final CountingWords function = new CountingWords();

	private final Clock clock = new Clock() {

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(java.time.ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return SemanticCacheIntegrationTests.this.now;
		}

	};

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private Database database;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder, new EmbeddingFunctionRegistry().register(this.function));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void givesAnAnswerAgainForTheSameWordsWithoutEmbedding() {
		SemanticCache cache = cache(0.9, 100);
		keep(cache, "Which pears are green?", CacheScope.all());
		assertThat(this.function.embedded.get()).isEqualTo(1);
		CachedAnswer found = cache.find("  which PEARS are\n green? ", CacheScope.all()).answer().orElseThrow();
		assertThat(found).isEqualTo(new CachedAnswer("Which pears are green?", "All [2].", CITED, 1, this.now));
		assertThat(this.function.embedded.get()).isEqualTo(1);
		assertThat(cache.statistics()).isEqualTo(new CacheStatistics(1, 0, 1, 1, 0));
	}

	@Test
	void givesAnAnswerForOtherWordsThatAreNearEnough() {
		SemanticCache cache = cache(0.8, 100);
		keep(cache, "Which pears are green?", CacheScope.all());
		CachedAnswer found = cache.find("Which pears are green now?", CacheScope.all()).answer().orElseThrow();
		assertThat(found.similarity()).isBetween(0.8, 0.99);
		assertThat(cache.find("Who fell asleep?", CacheScope.all()).answer()).isEmpty();
		assertThat(this.function.embedded.get()).isEqualTo(3);
		assertThat(cache.statistics()).isEqualTo(new CacheStatistics(0, 1, 2, 1, 0));
	}

	@Test
	void keepsNoBlankAnswer() {
		SemanticCache cache = cache(0.5, 100);
		cache.store(cache.find("green pears", CacheScope.all()), " \n", List.of());
		assertThat(cache.find("green pears", CacheScope.all()).answer()).isEmpty();
		assertThat(cache.statistics().stored()).isZero();
	}

	@Test
	void givesNoAnswerOfAnotherScope() {
		SemanticCache cache = cache(0.5, 100);
		CacheScope scope = CacheScope.all().model("m").where(new Condition("a = :a", Map.of("a", 1))).user("u");
		keep(cache, "green pears", scope);
		assertThat(cache
			.find("green pears", CacheScope.all().model("m").where(new Condition("a = :a", Map.of("a", 1))).user("u"))
			.answer()).isPresent();
		for (CacheScope other : List.of(CacheScope.all(), scope.model("n"),
				CacheScope.all().model("m").where(new Condition("a = :a", Map.of("a", 2))).user("u"),
				CacheScope.all().model("m").where(new Condition("a = :a", Map.of("a", 1))).user("v"),
				scope.documents("fingerprint"))) {
			assertThat(cache.find("green pears", other).answer()).isEmpty();
		}
		assertThat(CacheScope.all().model("ab").user("c")).isNotEqualTo(CacheScope.all().model("a").user("bc"));
	}

	@Test
	void tellsNoOrderOfNarrowings() {
		Condition condition = new Condition("a = :a", Map.of("a", 1));
		CacheScope scope = CacheScope.all().model("m").where(condition).user("u").documents("f");
		assertThat(CacheScope.all().documents("f").user("u").where(condition).model("m").user("u")).isEqualTo(scope);
		assertThat(new CacheScope(scope.text()).model("m")).isEqualTo(scope);
		assertThat(new CacheScope("mine").user("u").model("m")).isEqualTo(new CacheScope("mine").model("m").user("u"))
			.isNotEqualTo(new CacheScope("yours").model("m").user("u"))
			.isNotEqualTo(CacheScope.all().model("m").user("u"));
		assertThat(CacheScope.all().user("a").user("b")).isNotEqualTo(CacheScope.all().user("a"));
		assertThat(CacheScope.all().user("m").model("u")).isNotEqualTo(CacheScope.all().model("m").user("u"));
		assertThat(new CacheScope("999999999:x").user("u")).isEqualTo(new CacheScope("999999999:x").user("u"));
	}

	@Test
	void tellsScopesOfUnlikeValuesApart() {
		List<Map<String, Object>> parameters = List.of(Map.of("a", List.of("a, b")), Map.of("a", List.of("a", "b")),
				Map.of("a", "1, b=2", "b", "3"), Map.of("a", "1", "b", "2, b=3"), Map.of("a", 1L), Map.of("a", "1"),
				Map.of("a", 1), Map.of("a", new int[] { 1 }), Map.of("a", new int[] { 2 }), Map.of("a", Set.of("b")),
				Map.of("a", List.of(List.of("a"), "b")), Map.of("a", Instant.EPOCH),
				Map.of("a", Instant.EPOCH.toString()));
		assertThat(parameters.stream().map(SemanticCacheIntegrationTests::scope).distinct()).hasSize(parameters.size());
		assertThat(scope(Map.of("a", new int[] { 1, 2 }))).isEqualTo(scope(Map.of("a", new int[] { 1, 2 })));
		assertThat(scope(Map.of("a", Set.of("x", "y", "z"), "b", 1)))
			.isEqualTo(scope(Map.of("b", 1, "a", Set.of("z", "y", "x"))));
		assertThatThrownBy(() -> scope(Map.of("a", new Object()))).isInstanceOf(IllegalArgumentException.class)
			.hasMessageStartingWith("A condition has a value of type java.lang.Object, which cannot be told");
	}

	private static CacheScope scope(Map<String, Object> parameters) {
		return CacheScope.all().where(new Condition("x", parameters));
	}

	@Test
	void tellsPowersFromNumbersOfTwoDigits() {
		SemanticCache cache = cache(1, 100);
		keep(cache, "What is 2\u00b3? Cafe\u0301", CacheScope.all());
		cache.find("What is 23? Cafe\u0301", CacheScope.all());
		assertThat(cache.statistics().exactHits()).isZero();
		cache.find("what is 2\u00b3? caf\u00e9", CacheScope.all());
		assertThat(cache.statistics().exactHits()).isEqualTo(1);
	}

	@Test
	void forgetsWhenTheDocumentsChange() {
		SemanticCache cache = cache(0.5, 100);
		var notes = this.database.table(Note.class);
		keep(cache, "green pears", CacheScope.all().documents(notes));
		assertThat(cache.find("green pears", CacheScope.all().documents(notes)).answer()).isPresent();
		notes.add(List.of(new Note("a", "b")));
		assertThat(cache.find("green pears", CacheScope.all().documents(notes)).answer()).isEmpty();
	}

	@Test
	void tellsTablesOfTheSameNameAndVersionApart() {
		this.database.namespaces().create("guests");
		var mine = this.database.table(Note.class);
		var ofGuests = this.database.namespace("guests").table(Note.class);
		String named = mine.name() + mine.version();
		CacheScope scope = CacheScope.all().documents(mine);
		assertThat(ofGuests.name() + ofGuests.version()).isEqualTo(named);
		assertThat(CacheScope.all().documents(ofGuests)).isNotEqualTo(scope);
		this.database.dropTable(mine.name());
		var anew = this.database.table(Note.class);
		assertThat(anew.name() + anew.version()).isEqualTo(named);
		assertThat(CacheScope.all().documents(anew)).isNotEqualTo(scope);
	}

	@Test
	void keepsAnAnswerInTheScopeThatWasAsked() {
		SemanticCache cache = cache(0.5, 100);
		var notes = this.database.table(Note.class);
		SemanticCache.Lookup asked = cache.find("green pears", CacheScope.all().documents(notes));
		notes.add(List.of(new Note("a", "b")));
		cache.store(asked, "stale", List.of());
		assertThat(cache.find("green pears", CacheScope.all().documents(notes)).answer()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "flights from Paris to Rome, flights from Rome to Paris", "green pears, green pears green pears" })
	void givesNoAnswerToOtherWordsThatItsModelCannotTellApart(String kept, String asked) {
		SemanticCache cache = cache(0.5, 100);
		keep(cache, kept, CacheScope.all());
		assertThat(cache.find(asked, CacheScope.all()).answer()).isEmpty();
		assertThat(cache.find(kept.replace(" ", ", ") + "?", CacheScope.all()).answer()).isPresent();
	}

	@Test
	void forgetsWhatIsTooOld() {
		SemanticCache cache = cache(0.5, 100);
		keep(cache, "green pears", CacheScope.all());
		this.now = this.now.plus(Duration.ofHours(1));
		assertThat(cache.find("green pears", CacheScope.all()).answer()).isEmpty();
		cache.evict();
		assertThat(this.database.table(CacheEntry.class).countRows()).isZero();
		assertThat(cache.statistics().evicted()).isEqualTo(1);
	}

	@Test
	void leavesNothingButTheLogWhenCleared() throws IOException {
		SemanticCache cache = cache(0.5, 100);
		keep(cache, "Who is Rumpelstiltskin?", CacheScope.all());
		keep(cache, "green pears", CacheScope.all());
		assertThat(filesWith("Rumpelstiltskin")).anyMatch((file) -> file.getParent().endsWith("_log"));
		cache.clear();
		assertThat(filesWith("Rumpelstiltskin")).allMatch((file) -> file.getParent().endsWith("_log"));
		assertThat(this.database.table(CacheEntry.class).untyped().versions()).hasSize(1);
	}

	private List<Path> filesWith(String text) throws IOException {
		List<Path> found = new ArrayList<>();
		try (Stream<Path> files = Files.walk(this.folder)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
					found.add(file);
				}
			}
		}
		return found;
	}

	@Test
	void evictsOnceAnHourByItself() {
		SemanticCache cache = cache(0.5, 100);
		keep(cache, "green pears", CacheScope.all());
		this.now = this.now.plus(Duration.ofMinutes(59));
		keep(cache, "blue plums", CacheScope.all());
		this.now = this.now.plus(Duration.ofMinutes(1));
		keep(cache, "red apples", CacheScope.all());
		assertThat(cache.statistics().evicted()).isEqualTo(1);
		assertThat(this.database.table(CacheEntry.class).countRows()).isEqualTo(2);
	}

	@Test
	void keepsNoMoreThanItMayAndReplaces() {
		SemanticCache cache = cache(1, 10);
		for (int index = 0; index < 30; index++) {
			this.now = this.now.plusMillis(1);
			keep(cache, "question w" + index, CacheScope.all());
			assertThat(this.database.table(CacheEntry.class).countRows()).isLessThanOrEqualTo(11);
		}
		assertThat(cache.find("question w29", CacheScope.all()).answer()).isPresent();
		assertThat(cache.find("question w0", CacheScope.all()).answer()).isEmpty();
		cache.store(cache.find("question w29", CacheScope.all()), "better", List.of());
		assertThat(cache.find("question w29", CacheScope.all()).answer().orElseThrow().answer()).isEqualTo("better");
		cache.clear();
		assertThat(this.database.table(CacheEntry.class).countRows()).isZero();
	}

	@Test
	void servesSeveralThreads() throws Exception {
		SemanticCache cache = cache(1, 1000);
		List<Future<?>> running = new ArrayList<>();
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			for (int index = 0; index < 40; index++) {
				String question = "question w" + index % 10;
				running.add(threads.submit(() -> keep(cache, question, CacheScope.all())));
			}
		}
		for (Future<?> each : running) {
			each.get();
		}
		assertThat(this.database.table(CacheEntry.class).countRows()).isEqualTo(10);
	}

	@Test
	void survivesReopening() {
		keep(cache(0.9, 100), "green pears", CacheScope.all());
		this.database.close();
		this.database = Database.open(this.folder, new EmbeddingFunctionRegistry().register(new CountingWords()));
		assertThat(cache(0.9, 100).find("green pears", CacheScope.all()).answer().orElseThrow().citations())
			.isEqualTo(CITED);
	}

	@Test
	void refusesWhatCannotBeAskedOrSet() {
		SemanticCache cache = cache(0.9, 100);
		for (String question : List.of(" ", "x".repeat(20_001))) {
			assertThatThrownBy(() -> cache.find(question, CacheScope.all()))
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessageStartingWith("question must have from 1 to 20000 characters");
		}
		assertThatThrownBy(() -> new CacheSettings(Double.NaN, Duration.ofDays(1), 1))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("threshold must be from 0 to 1, but was NaN");
		assertThatThrownBy(() -> new CacheSettings(1, Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("timeToLive must be positive, but was PT0S");
		assertThatThrownBy(() -> new CacheSettings(1, Duration.ofDays(1), 0))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("maxEntries must be at least 1, but was 0");
	}

	@Test
	void needsAnEmbeddingFunction() {
		try (Database without = Database.open(this.folder.resolve("without"), new EmbeddingFunctionRegistry())) {
			assertThatThrownBy(() -> new SemanticCache(without, CacheSettings.DEFAULT))
				.isInstanceOf(EmbeddingException.class)
				.hasMessageStartingWith("No default embedding function");
		}
	}

	private SemanticCache cache(double threshold, int entries) {
		return new SemanticCache(this.database, new CacheSettings(threshold, Duration.ofHours(1), entries), this.clock);
	}

	private static void keep(SemanticCache cache, String question, CacheScope scope) {
		cache.store(cache.find(question, scope), "All [2].", CITED);
	}

	@Table("notes")
	private record Note(@Id String id, @FullText String text) {
	}

	/**
	 * Counts what it embeds.
	 */
	private static final class CountingWords implements EmbeddingFunction {

		private final HashedWords words = new HashedWords();

		private final AtomicInteger embedded = new AtomicInteger();

		@Override
		public String name() {
			return this.words.name();
		}

		@Override
		public int dimensions() {
			return this.words.dimensions();
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			this.embedded.addAndGet(sources.size());
			return this.words.embedSources(sources);
		}

		@Override
		public float[] embedQuery(String query) {
			this.embedded.incrementAndGet();
			return this.words.embedQuery(query);
		}

	}

}
