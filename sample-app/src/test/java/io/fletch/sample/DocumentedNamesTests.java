package io.fletch.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.store.mapping.ColumnRoles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property, meter and key that the documents name is there.
 */
class DocumentedNamesTests {

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	private static final Pattern NAME = Pattern.compile("`(fletch\\.[\\w.<>*-]*[\\w>*])(=[^`]*)?`");

	private static final Pattern METER = Pattern.compile("\\| `(fletch\\.[a-z.]+)` \\| .*");

	private static final Pattern SERIES = Pattern.compile("fletch_[a-z_]+");

	private static final Pattern SUFFIX = Pattern.compile("(_seconds_(count|sum|max)|_bytes|_total)$");

	/** Of Spring Boot, whose names in between an application chooses. */
	private static final Pattern GROUP = Pattern.compile("management\\.endpoint\\.health\\.group\\.\\w+\\.include");

	/** In the metadata of columns and files, and of observations. */
	private static final Set<String> KEPT = Set.of("fletch.blob", "fletch.checksums", "fletch.computed",
			"fletch.field.id", "fletch.rows", ColumnRoles.FUNCTIONS, ColumnRoles.DEFINITION, ColumnRoles.REPLACES,
			ColumnRoles.FUNCTION, ColumnRoles.SOURCE, ColumnRoles.DISTANCE, ColumnRoles.FULL_TEXT,
			ColumnRoles.PRIMARY_KEY);

	static List<Path> documents() throws IOException {
		Path root = Repository.root();
		List<Path> documents = new ArrayList<>(
				List.of(root.resolve("README.md"), root.resolve("ARCHITECTURE.md"), root.resolve("CHANGELOG.md")));
		try (Stream<Path> files = Files.list(root.resolve("docs"))) {
			files.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
		}
		return documents;
	}

	/**
	 * Returns the type of each property by its name, from the metadata of all that this
	 * application has on its class path.
	 */
	private static Map<String, String> properties() throws IOException {
		Map<String, String> properties = new TreeMap<>();
		for (String name : List.of("spring-configuration-metadata.json",
				"additional-spring-configuration-metadata.json")) {
			for (URL url : Collections
				.list(DocumentedNamesTests.class.getClassLoader().getResources("META-INF/" + name))) {
				try (InputStream metadata = url.openStream()) {
					for (JsonNode property : JsonMapper.shared().readTree(metadata).path("properties")) {
						properties.put(property.get("name").asString(), property.path("type").asString(""));
					}
				}
			}
		}
		return properties;
	}

	private static boolean isProperty(Map<String, String> properties, String name) {
		if (properties.containsKey(name) || GROUP.matcher(name).matches()) {
			return true;
		}
		return properties.entrySet()
			.stream()
			.anyMatch((property) -> (property.getValue().startsWith("java.util.Map")
					&& name.startsWith(property.getKey() + "."))
					|| (property.getValue().startsWith("java.util.List") && name.startsWith(property.getKey() + "[")));
	}

	private static Set<String> meters() throws IOException {
		Set<String> meters = new TreeSet<>();
		Files.readString(Repository.root().resolve("docs/operations.md")).lines().forEach((line) -> {
			Matcher matcher = METER.matcher(line);
			if (matcher.matches()) {
				meters.add(matcher.group(1));
			}
		});
		return meters;
	}

	@ParameterizedTest
	@MethodSource("documents")
	void everyBlockOfYamlHasPropertiesThatAreThere(Path document) throws IOException {
		Map<String, String> known = properties();
		assertThat(known).containsKeys("fletch.uri", "management.endpoints.web.exposure.include");
		for (String yaml : YAML.matcher(Files.readString(document)).results().map((block) -> block.group(1)).toList()) {
			YamlPropertiesFactoryBean bean = new YamlPropertiesFactoryBean();
			bean.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
			Map<Object, Object> values = new TreeMap<>(bean.getObject());
			assertThat(values).as(yaml).isNotEmpty();
			assertThat(values.keySet()).as(yaml).allMatch((name) -> isProperty(known, name.toString()));
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void everyNameOfOursIsThatOfAPropertyMeterOrKey(Path document) throws IOException {
		Map<String, String> known = properties();
		Set<String> others = new TreeSet<>(meters());
		others.addAll(KEPT);
		Set<String> unknown = new TreeSet<>();
		Matcher names = NAME.matcher(Files.readString(document));
		while (names.find()) {
			String name = names.group(1).replaceAll("\\.\\*$", "");
			boolean isGroup = known.keySet().stream().anyMatch((property) -> property.startsWith(name + "."));
			if (!isGroup && !others.contains(name) && !isProperty(known, name) && !name.equals("fletch")) {
				unknown.add(name);
			}
		}
		assertThat(unknown).isEmpty();
	}

	@Test
	void everySeriesIsThatOfAMeter() throws IOException {
		Set<String> meters = meters();
		assertThat(meters).contains("fletch.query", "fletch.table.unindexed");
		Set<String> asked = new TreeSet<>();
		Matcher series = SERIES.matcher(Files.readString(Repository.root().resolve("docs/production.md")));
		while (series.find()) {
			asked.add(SUFFIX.matcher(series.group()).replaceFirst("").replace('_', '.'));
		}
		assertThat(asked).isSubsetOf(meters).contains("fletch.write", "fletch.embedding.retries");
	}

	@Test
	void aPropertyThatIsNotThereIsSeen() throws IOException {
		Map<String, String> known = properties();
		assertThat(isProperty(known, "fletch.urj")).isFalse();
		assertThat(isProperty(known, "fletch.databases.archive.uri")).isTrue();
		assertThat(isProperty(known, "management.endpoint.health.group.readiness.include")).isTrue();
		assertThat(isProperty(known, "management.endpoint.fletch.acess")).isFalse();
	}

}
