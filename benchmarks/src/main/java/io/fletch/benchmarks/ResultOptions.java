package io.fletch.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.measure.ResultLog;

/**
 * Where a command that measures leaves its results.
 */
final class ResultOptions {

	@CommandLine.Option(names = "--json", paramLabel = "FILE", required = true,
			description = "Where to add the results, one line of JSON each.")
	private Path json = Path.of("");

	@CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
	private CommandLine.Model.@Nullable CommandSpec command;

	Path file() {
		return this.json;
	}

	ResultLog log() throws IOException {
		return new ResultLog(this.json, commandLine().getOut());
	}

	CommandLine commandLine() {
		return Objects.requireNonNull(this.command, "a command is run by the command line only").commandLine();
	}

}
