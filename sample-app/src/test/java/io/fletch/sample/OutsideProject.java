package io.fletch.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;

/**
 * A project away from this one, with a local repository of its own: our artifacts as they
 * would be installed, and everything else from the repository of this build, by links.
 */
final class OutsideProject {

	/** A package of each module that has any, by the folder of the module. */
	private static final Map<String, String> MODULES = Map.of("store", "io.fletch.store", "embeddings",
			"io.fletch.embeddings.onnx", "rerankers", "io.fletch.rerankers", "context", "io.fletch.context.reading",
			"spring-ai", "io.fletch.springai", "langchain4j", "io.fletch.langchain4j", "spring-data", "io.fletch.data",
			"autoconfigure", "io.fletch.autoconfigure", "evaluation", "io.fletch.evaluation", "test-support",
			"io.fletch.test.embedding");

	private final Path root;

	private final Path project;

	private final Path repository;

	OutsideProject(Path folder) {
		this.root = Repository.root();
		this.project = folder.resolve("project");
		this.repository = folder.resolve("repository");
	}

	void create(Path resources) throws IOException, URISyntaxException, ClassNotFoundException {
		install();
		copyProject(resources);
	}

	/**
	 * Installs our artifacts.
	 */
	void install() throws IOException, URISyntaxException, ClassNotFoundException {
		linkLibraries();
		install("fletch-parent", this.root.resolve("pom.xml"), null);
		install("fletch-bom", this.root.resolve("bom/pom.xml"), null);
		for (Map.Entry<String, String> module : MODULES.entrySet()) {
			Class<?> any = Class.forName(module.getValue() + ".package-info");
			Path classes = Path.of(any.getProtectionDomain().getCodeSource().getLocation().toURI());
			Path pom = this.root.resolve(module.getKey()).resolve("pom.xml");
			install(artifact(pom), pom, classes);
		}
		Path starter = this.root.resolve("starter/pom.xml");
		install(artifact(starter), starter, Files.createDirectories(this.project.resolve("nothing")));
	}

	/**
	 * Writes a file of the project.
	 */
	void write(String path, String text) throws IOException {
		Path file = this.project.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private void linkLibraries() throws IOException {
		Path shared = Path.of(System.getProperty("fletch.maven.repository"));
		link(shared, this.repository, "io");
		link(shared.resolve("io"), this.repository.resolve("io"), "fletch");
	}

	private static void link(Path from, Path to, String without) throws IOException {
		Files.createDirectories(to);
		try (Stream<Path> entries = Files.list(from)) {
			for (Path entry : entries.filter((path) -> !path.endsWith(without)).toList()) {
				Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
			}
		}
	}

	private void install(String artifact, Path pom, @Nullable Path classes) throws IOException {
		Path folder = this.repository.resolve("io/fletch").resolve(artifact).resolve(version());
		Files.createDirectories(folder);
		Files.copy(pom, folder.resolve(artifact + "-" + version() + ".pom"));
		Path jar = folder.resolve(artifact + "-" + version() + ".jar");
		if (classes != null && Files.isDirectory(classes)) {
			pack(classes, jar);
		}
		else if (classes != null) {
			Files.copy(classes, jar);
		}
	}

	private static void pack(Path classes, Path jar) throws IOException {
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(file);
				Stream<Path> files = Files.walk(classes)) {
			for (Path each : files.filter(Files::isRegularFile).toList()) {
				entries.putNextEntry(new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
				Files.copy(each, entries);
			}
		}
	}

	private void copyProject(Path resources) throws IOException {
		try (Stream<Path> files = Files.walk(resources)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path target = this.project.resolve(resources.relativize(file).toString());
				Files.createDirectories(target.getParent());
				Files.writeString(target,
						Files.readString(file)
							.replace("@version@", version())
							.replace("@boot@", SpringBootVersion.getVersion()));
			}
		}
	}

	private String version() throws IOException {
		return element(this.root.resolve("bom/pom.xml"), "version");
	}

	private static String artifact(Path pom) throws IOException {
		String text = Files.readString(pom);
		return element(text.substring(text.indexOf("</parent>")), "artifactId");
	}

	private static String element(Path pom, String name) throws IOException {
		String text = Files.readString(pom);
		return element(text.substring(text.indexOf("</modelVersion>")), name);
	}

	private static String element(String text, String name) {
		int begin = text.indexOf("<" + name + ">") + name.length() + 2;
		return text.substring(begin, text.indexOf("</" + name + ">", begin));
	}

	/**
	 * Runs Maven in the project, without the network.
	 * @return what it printed, and its exit code in the last line
	 */
	String maven(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("fletch.maven.home"), "bin",
				FileSystems.getDefault().getSeparator().equals("/") ? "mvn" : "mvn.cmd")
			.toString());
		command.addAll(List.of("-B", "-o", "-Dmaven.repo.local=" + this.repository, "-f",
				this.project.resolve("pom.xml").toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		builder.environment().remove("MAVEN_OPTS");
		Process process = builder.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return printed + "\nexit " + process.waitFor();
	}

}
