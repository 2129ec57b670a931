package io.fletch.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Starts processes of this class path, hundreds of them: an archive of their classes, as
 * the first of them loaded them, halves the time that the others take to begin.
 */
final class JavaProcesses {

	private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
			"--enable-native-access=ALL-UNNAMED");

	private final String classPath;

	private final Path archive;

	/**
	 * Prepares the class path.
	 * @param folder where to
	 */
	JavaProcesses(Path folder) throws IOException {
		this.classPath = jarred(folder);
		this.archive = folder.resolve("classes.jsa");
	}

	/**
	 * Archives only hold classes of jars.
	 */
	private static String jarred(Path folder) throws IOException {
		List<String> parts = new ArrayList<>();
		for (String part : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
			Path path = Path.of(part);
			if (Files.isDirectory(path)) {
				Path jar = folder.resolve(parts.size() + ".jar");
				write(path, jar);
				parts.add(jar.toString());
			}
			else if (Files.exists(path)) {
				parts.add(part);
			}
		}
		return String.join(System.getProperty("path.separator"), parts);
	}

	private static void write(Path folder, Path jar) throws IOException {
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(file);
				Stream<Path> paths = Files.walk(folder)) {
			for (Path path : paths.filter(Files::isRegularFile).toList()) {
				entries.putNextEntry(new ZipEntry(folder.relativize(path).toString().replace('\\', '/')));
				Files.copy(path, entries);
				entries.closeEntry();
			}
		}
	}

	/**
	 * Runs a process to its end and keeps the classes that it loaded.
	 */
	void train(Consumer<Process> work, Class<?> main, String... args) throws IOException, InterruptedException {
		Process process = start("-XX:ArchiveClassesAtExit=" + this.archive, main, args);
		work.accept(process);
		process.waitFor();
	}

	Process start(Class<?> main, String... args) throws IOException {
		return start("-XX:SharedArchiveFile=" + this.archive, main, args);
	}

	private Process start(String option, Class<?> main, String... args) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(OPTIONS);
		command.addAll(List.of(option, "-Xlog:disable", "-cp", this.classPath, main.getName()));
		command.addAll(List.of(args));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
	}

}
