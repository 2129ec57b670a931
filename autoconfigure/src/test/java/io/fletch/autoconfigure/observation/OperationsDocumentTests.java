package io.fletch.autoconfigure.observation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.autoconfigure.FletchEmbeddingCacheAutoConfiguration;
import io.fletch.autoconfigure.FletchMetricsAutoConfiguration;
import io.fletch.autoconfigure.RepositoryFile;
import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/operations.md} and the dashboard name is what the code measures.
 */
class OperationsDocumentTests {

	private static final Pattern LINE = Pattern.compile("\\| `(fletch\\.[a-z.]+)` \\| ([^|]+) \\|.*");

	private static final Pattern SERIES = Pattern.compile("fletch_[a-z_]+");

	private static final Pattern SUFFIX = Pattern.compile("(_seconds_(count|sum|max)|_bytes|_total)$");

	private static Map<String, Set<String>> documented() throws IOException {
		Map<String, Set<String>> documented = new TreeMap<>();
		for (String line : RepositoryFile.read("docs/operations.md").lines().toList()) {
			Matcher matcher = LINE.matcher(line);
			if (matcher.matches()) {
				documented.put(matcher.group(1), tags(matcher.group(2)));
			}
		}
		return documented;
	}

	private static Set<String> tags(String cell) {
		return cell.equals("none") ? Set.of()
				: Arrays.stream(cell.split(","))
					.map((tag) -> tag.strip().replace("`", ""))
					.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Map<String, Set<String>> observations() {
		Map<String, Set<String>> observations = new TreeMap<>();
		for (FletchObservation observation : FletchObservation.values()) {
			observations.put(observation.getName(),
					Arrays.stream(observation.getLowCardinalityKeyNames())
						.map(KeyName::asString)
						.collect(Collectors.toCollection(TreeSet::new)));
		}
		return observations;
	}

	@Test
	void theDocumentNamesAllObservationsAndMetersAndTheirTags(@TempDir Path folder) throws IOException {
		Map<String, Set<String>> measured = new TreeMap<>(observations());
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchEmbeddingCacheAutoConfiguration.class,
							FletchMetricsAutoConfiguration.class, FletchTableMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("fletch.uri=" + folder, "fletch.embedding.cache.enabled=true",
					"fletch.embedding.functions.mine.type=openai", "fletch.embedding.functions.mine.options.model=mine",
					"fletch.embedding.functions.mine.options.api-key=none")
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				context.getBean(MeterBinder.class).bindTo(meters);
				context.getBean(EmbeddingFunctionRegistry.class).get("mine");
				context.getBean(Database.class).createTable("t", RowSource.maps(List.of(Map.of("id", 1))));
				for (Meter meter : meters.getMeters()) {
					measured.put(meter.getId().getName(),
							meter.getId()
								.getTags()
								.stream()
								.map(Tag::getKey)
								.collect(Collectors.toCollection(TreeSet::new)));
				}
			});
		assertThat(measured).containsKeys("fletch.table.rows", "fletch.embedding.requests");
		assertThat(documented()).isEqualTo(measured);
	}

	@Test
	void theDashboardAsksForWhatIsMeasured() throws IOException {
		JsonNode dashboard = JsonMapper.shared().readTree(RepositoryFile.read("docker/grafana/dashboards/fletch.json"));
		assertThat(dashboard.get("title").asString()).isEqualTo("Fletch");
		Set<String> known = documented().keySet();
		Set<String> asked = new TreeSet<>();
		for (JsonNode expression : dashboard.findValues("expr")) {
			Matcher matcher = SERIES.matcher(expression.asString());
			while (matcher.find()) {
				asked.add(SUFFIX.matcher(matcher.group()).replaceFirst("").replace('_', '.'));
			}
		}
		assertThat(asked).isSubsetOf(known).contains("fletch.query", "fletch.table.size", "fletch.cache.hits");
	}

	@Test
	void composeStartsWhatTheFilesDescribe() throws IOException {
		Map<String, Map<String, Map<String, Object>>> compose = new Yaml()
			.load(RepositoryFile.read("docker-compose.yml"));
		assertThat(compose.get("services")).containsOnlyKeys("app", "app-data", "ollama", "prometheus", "grafana")
			.allSatisfy((name, service) -> {
				assertThat(service).containsKeys("image", "profiles");
				assertThat(service.get("image")).asString().doesNotEndWith(":latest").contains(":");
			});
		for (String service : List.of("prometheus", "grafana")) {
			assertThat(compose.get("services").get(service)).containsEntry("labels",
					Map.of("org.springframework.boot.ignore", "true"));
			assertThat(compose.get("services").get(service)).doesNotContainKey("network_mode");
			assertThat((List<?>) compose.get("services").get(service).get("ports")).singleElement()
				.asString()
				.startsWith("127.0.0.1:");
			assertThat((List<?>) compose.get("services").get(service).get("volumes"))
				.filteredOn((volume) -> volume.toString().startsWith("./"))
				.isNotEmpty()
				.allSatisfy((volume) -> assertThat(RepositoryFile.of(volume.toString().split(":")[0])).exists());
		}
		Map<String, List<Map<String, Object>>> prometheus = new Yaml()
			.load(RepositoryFile.read("docker/prometheus.yml"));
		assertThat(prometheus.get("scrape_configs"))
			.allSatisfy((job) -> assertThat(job).containsEntry("metrics_path", "/actuator/prometheus"))
			.extracting((job) -> job.get("static_configs"))
			.containsExactly(List.of(Map.of("targets", List.of("host.docker.internal:8081"))),
					List.of(Map.of("targets", List.of("app:8080"))));
		assertThat((List<?>) compose.get("services").get("prometheus").get("extra_hosts"))
			.isEqualTo(List.of("host.docker.internal:host-gateway"));
		assertThat(RepositoryFile.read("docker/grafana/provisioning/datasources/prometheus.yml"))
			.contains("url: http://prometheus:9090");
		for (String file : List.of("datasources/prometheus.yml", "dashboards/fletch.yml")) {
			Map<String, Object> provisioning = new Yaml()
				.load(RepositoryFile.read("docker/grafana/provisioning/" + file));
			assertThat(provisioning).containsEntry("apiVersion", 1);
		}
	}

}
