package io.fletch.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties, as their metadata tells them, and {@code docs/configuration.md}, which
 * is written anew by {@code -Dfletch.docs.write=true}.
 */
class ConfigurationMetadataTests {

	/** Few enough to be known by heart. */
	private static final int MOST = 25;

	private static final String DOCUMENT = "docs/configuration.md";

	private static final String INTRODUCTION = """
			# Properties

			Written from the metadata of the properties by `ConfigurationMetadataTests`, with \
			`mvn -pl autoconfigure test -Dtest=ConfigurationMetadataTests -Dfletch.docs.write=true`.

			| property | type | default | meaning |
			| --- | --- | --- | --- |
			""";

	private static List<JsonNode> properties() throws IOException {
		try (InputStream metadata = FletchProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(metadata).as("metadata, made by the annotation processor").isNotNull();
			List<JsonNode> properties = new ArrayList<>();
			JsonMapper.shared().readTree(metadata).get("properties").forEach(properties::add);
			properties.removeIf((property) -> !name(property).startsWith("fletch."));
			properties.sort(Comparator.comparing(ConfigurationMetadataTests::name));
			return properties;
		}
	}

	private static String name(JsonNode property) {
		return property.get("name").asString();
	}

	@Test
	void everyPropertyIsDescribed() throws IOException {
		assertThat(properties()).isNotEmpty().allSatisfy((property) -> {
			assertThat(property.path("description").asString("")).as(name(property)).isNotBlank().endsWith(".");
			assertThat(property.path("type").asString("")).as(name(property)).isNotBlank();
		});
	}

	@Test
	void thereAreFew() throws IOException {
		assertThat(properties()).hasSizeLessThanOrEqualTo(MOST);
	}

	@Test
	void theDocumentSaysTheSame() throws IOException {
		String expected = document();
		if (Boolean.getBoolean("fletch.docs.write")) {
			Files.writeString(RepositoryFile.of(DOCUMENT), expected);
		}
		assertThat(RepositoryFile.read(DOCUMENT)).isEqualTo(expected);
	}

	private static String document() throws IOException {
		StringBuilder document = new StringBuilder(INTRODUCTION);
		for (JsonNode property : properties()) {
			JsonNode usual = property.path("defaultValue");
			document.append("| `")
				.append(name(property))
				.append("` | ")
				.append(type(property.get("type").asString()))
				.append(" | ")
				.append(usual.isMissingNode() ? "none" : "`" + usual.asString() + "`")
				.append(" | ")
				.append(property.get("description").asString())
				.append(" |\n");
		}
		return document.toString();
	}

	private static String type(String type) {
		if (type.startsWith("java.util.Map")) {
			return "by name";
		}
		if (type.startsWith("java.util.List")) {
			return "list of texts";
		}
		String simple = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
		return switch (simple) {
			case "String" -> "text";
			case "Integer" -> "number";
			case "Boolean" -> "`true` or `false`";
			case "Path" -> "path";
			case "Duration" -> "time, such as `250ms`";
			case "DataSize" -> "size, such as `1GB`";
			case "Sync" -> "`full`, `incremental` or `none`";
			case "SchemaMode" -> "`validate`, `create` or `update`";
			case "QueryKind" -> "`auto`, `vector`, `text` or `hybrid`";
			default -> simple;
		};
	}

}
