package io.fletch.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine;

import io.fletch.benchmarks.files.UnusableFileException;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.startup.StartupMeasurement;

/**
 * Measures what the starter adds to the start of an application.
 */
@CommandLine.Command(name = "startup",
		description = "Measures the start of an empty Spring Boot application, and of the same one with the starter. "
				+ "mvn -f benchmarks/src/startup package makes the one, with -Pstarter the other.",
		mixinStandardHelpOptions = true)
final class StartupCommand implements Callable<Integer> {

	@CommandLine.Mixin
	private final ResultOptions results = new ResultOptions();

	@CommandLine.Option(names = "--empty", defaultValue = "benchmarks/src/startup/target/empty.jar", paramLabel = "JAR",
			description = "The application without the starter; ${DEFAULT-VALUE} by default.")
	private Path empty = Path.of("");

	@CommandLine.Option(names = "--starter", defaultValue = "benchmarks/src/startup/target/starter.jar",
			paramLabel = "JAR", description = "The application with the starter; ${DEFAULT-VALUE} by default.")
	private Path starter = Path.of("");

	@CommandLine.Option(names = "--runs", defaultValue = "10", paramLabel = "N",
			description = "How often each is started; ${DEFAULT-VALUE} by default.")
	private int runs;

	@Override
	public Integer call() throws Exception {
		new StartupMeasurement(new Meter(this.results.log()), existing(this.empty), existing(this.starter))
			.run(Math.max(1, this.runs));
		return CommandLine.ExitCode.OK;
	}

	private static Path existing(Path jar) throws UnusableFileException {
		if (!Files.isRegularFile(jar)) {
			throw new UnusableFileException(
					"There is no file " + jar + "; make it by mvn -f benchmarks/src/startup package, with -Pstarter "
							+ "for that with the starter");
		}
		return jar;
	}

}
