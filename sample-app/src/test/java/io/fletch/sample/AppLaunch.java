package io.fletch.sample;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the application is started as a process of its own.
 *
 * @param options options of the JVM
 * @param classPath the class path
 * @param arguments arguments of the application
 */
public record AppLaunch(List<String> options, String classPath, List<String> arguments) {

	/** Between two entries of a class path. */
	public static final String SEPARATOR = System.getProperty("path.separator");

	/**
	 * The application as it is packaged, on a free port.
	 */
	public static AppLaunch of(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0"));
		all.addAll(List.of(arguments));
		return new AppLaunch(List.of("--enable-native-access=ALL-UNNAMED"), packaged(), all);
	}

	/** All that tests have, for a main class among them. */
	public static AppLaunch withTests() {
		return new AppLaunch(List.of("--enable-native-access=ALL-UNNAMED"), System.getProperty("java.class.path"),
				List.of());
	}

	private static String packaged() {
		return Stream.of(System.getProperty("java.class.path").split(SEPARATOR))
			.filter((entry) -> !entry.endsWith("test-classes"))
			.collect(Collectors.joining(SEPARATOR));
	}

	/** For a process that is killed before its code would be compiled well. */
	public AppLaunch shortLived() {
		return withOption("-XX:TieredStopAtLevel=1");
	}

	public AppLaunch withOption(String option) {
		return new AppLaunch(Stream.concat(this.options.stream(), Stream.of(option)).toList(), this.classPath,
				this.arguments);
	}

	public AppLaunch behind(Path classes) {
		return new AppLaunch(this.options, classes + SEPARATOR + this.classPath, this.arguments);
	}

	public ProcessBuilder process() {
		return java(SampleApplication.class.getName(), this.arguments);
	}

	/**
	 * Runs another class with the same options and class path.
	 */
	public ProcessBuilder java(String mainClass, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(FileSystems.getDefault().getPath(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.options);
		command.addAll(List.of("-cp", this.classPath, mainClass));
		command.addAll(arguments);
		return new ProcessBuilder(command).redirectErrorStream(true);
	}

}
