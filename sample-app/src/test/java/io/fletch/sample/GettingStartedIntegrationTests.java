package io.fletch.sample;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/getting-started.md}, followed to its end with Spring AI, LangChain4j, both
 * and none, in projects that are not part of this build.
 */
class GettingStartedIntegrationTests {

	private GettingStarted guide;

	@BeforeEach
	void read() throws IOException, URISyntaxException {
		this.guide = new GettingStarted(Files.readString(Repository.root().resolve("docs/getting-started.md")),
				Path.of(getClass().getResource("/getting-started").toURI()));
	}

	@Test
	void everyBlockOfCodeIsAFileOfTheProject() {
		assertThat(this.guide.named().keySet()).filteredOn((path) -> path.endsWith(".java"))
			.hasSameSizeAs(this.guide.blocks("java"));
		assertThat(this.guide.blocks("yaml")).hasSize(3);
		assertThat(this.guide.blocks("xml")).hasSize(3);
	}

	@Test
	void namesTheVersionsOfThisBuild() throws IOException {
		String pom = Files.readString(Repository.root().resolve("pom.xml"));
		String all = String.join("", this.guide.blocks("xml"));
		assertThat(all).contains("<artifactId>spring-boot-starter-parent</artifactId>\n        <version>"
				+ SpringBootVersion.getVersion() + "</version>");
		assertThat(all).contains("<artifactId>langchain4j-core</artifactId>\n    <version>"
				+ property(pom, "langchain4j-core.version") + "</version>");
		for (String artifact : new String[] { "vector-store", "rag", "starter-model-ollama" }) {
			assertThat(all).contains("<artifactId>spring-ai-" + artifact + "</artifactId>\n    <version>"
					+ property(pom, "spring-ai.version") + "</version>");
		}
	}

	private static String property(String pom, String name) {
		return Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<")
			.matcher(pom)
			.results()
			.findFirst()
			.orElseThrow()
			.group(1);
	}

	@Test
	@Timeout(600)
	void leadsToSearchAndAnswersWhateverTheFrameworks(@TempDir Path folder) throws Exception {
		OutsideProject project = new OutsideProject(folder);
		project.install();
		for (Map.Entry<String, String> file : this.guide.projects().entrySet()) {
			project.write(file.getKey(), file.getValue());
		}
		String printed = project.maven("test");
		assertThat(printed).as("Maven")
			.endsWith("exit 0")
			.contains("Tests run: 4, Failures: 0, Errors: 0, Skipped: 0")
			.contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0")
			.contains("Tests run: 8, Failures: 0, Errors: 0, Skipped: 0");
	}

}
