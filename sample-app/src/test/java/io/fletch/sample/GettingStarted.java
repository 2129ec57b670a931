package io.fletch.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.SpringBootVersion;

/**
 * The project that {@code docs/getting-started.md} builds, file by file, once for each
 * choice of frameworks. Instead of Boot's parent, which this build does not need and may
 * not have, its versions are imported.
 */
final class GettingStarted {

	private static final Pattern FILE = Pattern
		.compile("`([\\w./-]+\\.(?:java|yml|xml))`:\n```(?:java|yaml|xml)\n(.*?)```", Pattern.DOTALL);

	private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);

	private static final String SPRING_AI = "src/main/java/app/SpringAiChat.java";

	private static final String LANGCHAIN4J = "src/main/java/app/LangChain4jChat.java";

	private final String guide;

	private final Path resources;

	GettingStarted(String guide, Path resources) {
		this.guide = guide;
		this.resources = resources;
	}

	/**
	 * Returns all files of a project for each choice, by their paths.
	 */
	Map<String, String> projects() throws IOException {
		Map<String, String> files = new LinkedHashMap<>();
		files.put("pom.xml", parent());
		add(files, "none", false, false);
		add(files, "spring-ai", true, false);
		add(files, "langchain4j", false, true);
		add(files, "both", true, true);
		return files;
	}

	private static String parent() {
		return """
				<project xmlns="http://maven.apache.org/POM/4.0.0">
				    <modelVersion>4.0.0</modelVersion>
				    <groupId>app</groupId>
				    <artifactId>all</artifactId>
				    <version>1</version>
				    <packaging>pom</packaging>
				    <modules>
				        <module>none</module>
				        <module>spring-ai</module>
				        <module>langchain4j</module>
				        <module>both</module>
				    </modules>
				</project>
				""";
	}

	private void add(Map<String, String> files, String name, boolean springAi, boolean langChain4j) throws IOException {
		Map<String, String> own = new LinkedHashMap<>(named());
		List<String> dependencies = new ArrayList<>();
		if (springAi) {
			dependencies.add(after("### Spring AI", "xml"));
			own.merge("src/main/resources/application.yml", after("### Spring AI", "yaml"), String::concat);
		}
		else {
			own.remove(SPRING_AI);
		}
		if (langChain4j) {
			dependencies.add(after("### LangChain4j", "xml"));
		}
		else {
			own.remove(LANGCHAIN4J);
		}
		own.compute("pom.xml", (path, pom) -> withoutParent(String.valueOf(pom), name, dependencies));
		own.put("manuals/returns.md", manual());
		own.putAll((springAi == langChain4j) ? tests("none") : Map.of());
		own.putAll(springAi ? tests("spring-ai") : Map.of());
		own.putAll(langChain4j ? tests("langchain4j") : Map.of());
		own.forEach((path, text) -> files.put(name + "/" + path, text));
	}

	/**
	 * Returns the files that the guide names, as they stand there in the end.
	 */
	Map<String, String> named() {
		Map<String, String> named = new LinkedHashMap<>();
		FILE.matcher(this.guide).results().forEach((file) -> named.put(file.group(1), file.group(2)));
		return named;
	}

	/**
	 * Returns all blocks of a language.
	 */
	List<String> blocks(String language) {
		return BLOCK.matcher(this.guide)
			.results()
			.filter((block) -> block.group(1).equals(language))
			.map((MatchResult block) -> block.group(2))
			.toList();
	}

	private String after(String heading, String language) {
		String rest = this.guide.substring(this.guide.indexOf(heading + "\n"));
		int begin = rest.indexOf("```" + language + "\n") + language.length() + 4;
		return rest.substring(begin, rest.indexOf("```", begin));
	}

	/** What the guide lets be written by echo. */
	private String manual() {
		String before = "echo '";
		String rest = this.guide.substring(this.guide.indexOf(before) + before.length());
		return rest.substring(0, rest.indexOf("' > manuals/returns.md")) + "\n";
	}

	private static String withoutParent(String pom, String name, List<String> dependencies) {
		String boot = """
				        <dependency>
				            <groupId>org.springframework.boot</groupId>
				            <artifactId>spring-boot-dependencies</artifactId>
				            <version>%s</version>
				            <type>pom</type>
				            <scope>import</scope>
				        </dependency>
				    </dependencies>
				</dependencyManagement>""".replace("%s", SpringBootVersion.getVersion());
		String build = """
				    <build>
				        <pluginManagement>
				            <plugins>
				                <plugin>
				                    <artifactId>maven-resources-plugin</artifactId>
				                    <version>3.3.1</version>
				                </plugin>
				                <plugin>
				                    <artifactId>maven-compiler-plugin</artifactId>
				                    <version>3.14.1</version>
				                </plugin>
				                <plugin>
				                    <artifactId>maven-surefire-plugin</artifactId>
				                    <version>3.5.4</version>
				                </plugin>
				            </plugins>
				        </pluginManagement>
				    </build>
				""";
		return pom.replaceAll("(?s)    <parent>.*?</parent>\n", "")
			.replaceAll("(?s)    <build>.*?</build>\n", build)
			.replace("<artifactId>app</artifactId>", "<artifactId>" + name + "</artifactId>")
			.replace("<java.version>25</java.version>",
					"<maven.compiler.release>25</maven.compiler.release>"
							+ "<maven.compiler.parameters>true</maven.compiler.parameters>"
							+ "<project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>")
			.replace("        </dependencies>\n    </dependencyManagement>", boot)
			.replace("    </dependencies>\n    <build>",
					String.join("", dependencies) + "    </dependencies>\n    <build>");
	}

	private Map<String, String> tests(String name) throws IOException {
		Map<String, String> tests = new LinkedHashMap<>();
		Path folder = this.resources.resolve(name);
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				tests.put("src/test/java/" + folder.relativize(file), Files.readString(file));
			}
		}
		return tests;
	}

}
