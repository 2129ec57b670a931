package io.fletch.benchmarks;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.compare.GrowthPlot;
import io.fletch.benchmarks.measure.ResultLog;
import io.fletch.benchmarks.search.GrowthMeasurement;

/**
 * Measures and draws how the cost of a search grows.
 */
@CommandLine.Command(name = "growth",
		description = "Measures and draws how the cost of a search grows with rows, dimensions and neighbours.",
		mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {

	@CommandLine.Option(names = "--json", paramLabel = "FILE", required = true,
			description = "Where to add the results, one line of JSON each.")
	private Path json = Path.of("");

	@CommandLine.Option(names = "--plots", paramLabel = "FOLDER", required = true,
			description = "Where to write the plots, in the format SVG.")
	private Path plots = Path.of("");

	@CommandLine.Option(names = "--only-plots", description = "Draw what the file of results holds already.")
	private boolean isOnlyDrawn;

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@Override
	public Integer call() throws Exception {
		if (!this.isOnlyDrawn) {
			new GrowthMeasurement(new ResultLog(this.json, Objects.requireNonNull(this.spec).commandLine().getOut()))
				.run();
		}
		new GrowthPlot(ResultLog.read(this.json)).write(this.plots);
		return CommandLine.ExitCode.OK;
	}

}
