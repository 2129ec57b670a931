package io.fletch.autoconfigure.observation;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.autoconfigure.DatabaseOptionsCustomizer;
import io.fletch.autoconfigure.EmbeddingFunctionRegistryCustomizer;
import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.version.CleanupPolicy;

import static org.assertj.core.api.Assertions.assertThat;

class FletchObservationAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchObservationAutoConfiguration.class))
			.withBean(EmbeddingFunction.class, Lengths::new)
			.withPropertyValues("fletch.uri=" + this.folder);
	}

	private static void doEverything(Database database) {
		TypedTable<Note> notes = database.table(Note.class);
		IntStream.range(0, 3).forEach((i) -> notes.add(List.of(new Note("" + i, "snow and rain", null))));
		notes.search("snow").hits();
		notes.scan().rows();
		var table = database.openTable("notes");
		table.indexes().create(IndexDefinition.on("id"));
		table.optimize();
		table.cleanup(CleanupPolicy.DEFAULT);
	}

	private List<Observation.Context> observed() {
		Ended ended = new Ended();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(ended);
		this.runner.withBean(ObservationRegistry.class, () -> registry)
			.run((context) -> doEverything(context.getBean(Database.class)));
		return ended.contexts;
	}

	@Test
	void observesAllThatIsDoneWithLowCardinalityTags() {
		List<Observation.Context> observed = observed();
		for (FletchObservation documented : FletchObservation.values()) {
			assertThat(observed).filteredOn((context) -> documented.getName().equals(context.getName()))
				.as(documented.getName())
				.isNotEmpty()
				.allSatisfy((context) -> assertThat(
						context.getLowCardinalityKeyValues().stream().map(KeyValue::getKey).collect(Collectors.toSet()))
					.isEqualTo(names(documented)));
		}
		assertThat(observed).filteredOn((context) -> "fletch.query hybrid".equals(context.getContextualName()))
			.singleElement()
			.satisfies((query) -> {
				assertThat(query.getLowCardinalityKeyValues()).contains(KeyValue.of("kind", "hybrid"),
						KeyValue.of("database", "default"), KeyValue.of("table", "notes"));
				assertThat(query.getHighCardinalityKeyValues()).containsExactly(KeyValue.of("fletch.rows", "3"));
			});
	}

	private static Set<String> names(FletchObservation documented) {
		return Arrays.stream(documented.getLowCardinalityKeyNames())
			.map(KeyName::asString)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	void whatIsDoneForAQueryOrAWriteLiesInIt() {
		List<Observation.Context> observed = observed();
		assertThat(parents(observed, "fletch.rerank")).containsOnly("fletch.query");
		assertThat(parents(observed, "fletch.embed")).contains("fletch.query", "fletch.write");
		assertThat(parents(observed, "fletch.commit")).contains("fletch.write", "fletch.compaction");
	}

	@Test
	void vectorsAreCountedForTheDatabaseThatWantsThem() {
		List<Observation.Context> observed = observed();
		assertThat(databases(observed)).containsOnly("default");
		Ended ended = new Ended();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(ended);
		this.runner.withBean(ObservationRegistry.class, () -> registry)
			.withPropertyValues("fletch.databases.archive.uri=" + this.folder.resolve("archive"))
			.run((context) -> {
				EmbeddingFunctionRegistry functions = context.getBean(EmbeddingFunctionRegistry.class);
				functions.get("lengths").embedQuery("alone");
				Database archive = context.getBean("archiveDatabase", Database.class);
				Observation.createNotStarted("around", registry)
					.lowCardinalityKeyValue("database", "another")
					.observe(() -> doEverything(archive));
				Observation.createNotStarted("around", registry)
					.lowCardinalityKeyValue("database", "another")
					.observe(() -> functions.get("lengths").embedQuery("alone"));
			});
		assertThat(databases(ended.contexts)).containsOnly("archive", "none");
	}

	private static Set<String> databases(List<Observation.Context> observed) {
		return observed.stream()
			.filter((context) -> "fletch.embed".equals(context.getName()))
			.map((context) -> context.getLowCardinalityKeyValue("database").getValue())
			.collect(Collectors.toSet());
	}

	private static Set<String> parents(List<Observation.Context> observed, String name) {
		return observed.stream()
			.filter((context) -> name.equals(context.getName()) && context.getParentObservation() != null)
			.map((context) -> context.getParentObservation().getContextView().getName())
			.collect(Collectors.toSet());
	}

	@Test
	void timersComeWithObservations() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		this.runner.withBean(ObservationRegistry.class, () -> registry)
			.run((context) -> doEverything(context.getBean(Database.class)));
		assertThat(meters.get("fletch.query").tag("kind", "hybrid").tag("error", "none").timer().count()).isEqualTo(1);
		assertThat(meters.get("fletch.write").tag("operation", "append").timer().count()).isEqualTo(3);
		assertThat(names(meters)).contains("fletch.embed", "fletch.commit", "fletch.rerank");
	}

	private static Set<String> names(MeterRegistry meters) {
		return meters.getMeters().stream().map(Meter::getId).map(Meter.Id::getName).collect(Collectors.toSet());
	}

	@Test
	void manyTablesShareATag() {
		TableTags tags = new TableTags();
		IntStream.range(0, TableTags.MOST).forEach((i) -> assertThat(tags.tag("t" + i)).isEqualTo("t" + i));
		assertThat(tags.tag("one more")).isEqualTo(TableTags.OTHERS);
		assertThat(tags.tag("t0")).isEqualTo("t0");
	}

	@Test
	void backsOff() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(FletchObservationAutoConfiguration.class));
		this.runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withClassLoader(new FilteredClassLoader(Database.class))
			.run((context) -> assertThat(context).doesNotHaveBean(FletchObservationAutoConfiguration.class));
		this.runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withBean("fletchObservations", DatabaseOptionsCustomizer.class, () -> (name, options) -> options)
			.run((context) -> assertThat(context.getBean(Database.class).options().observer())
				.isNotInstanceOf(ObservedDatabase.class));
		this.runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withBean("fletchEmbeddingObservations", EmbeddingFunctionRegistryCustomizer.class, () -> (functions) -> {
			})
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).get("lengths"))
				.isInstanceOf(Lengths.class));
	}

	@Test
	void observesNothingWhereNobodyListens() {
		this.runner.withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP)
			.run((context) -> doEverything(context.getBean(Database.class)));
	}

	@Table("notes")
	record Note(@Id String id, @SourceField @FullText String text, @VectorField float @Nullable [] vector) {
	}

	/**
	 * Keeps what ended.
	 */
	private static final class Ended implements ObservationHandler<Observation.Context> {

		private final List<Observation.Context> contexts = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(Observation.Context context) {
			this.contexts.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	/**
	 * Lengths of texts.
	 */
	static final class Lengths implements EmbeddingFunction {

		@Override
		public String name() {
			return "lengths";
		}

		@Override
		public int dimensions() {
			return 2;
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			return sources.stream().map(this::embedQuery).toList();
		}

		@Override
		public float[] embedQuery(String query) {
			return new float[] { query.length(), 1 };
		}

	}

}
