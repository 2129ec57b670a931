package io.fletch.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.Callable;

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

	@CommandLine.Mixin
	private final ResultOptions results = new ResultOptions();

	@CommandLine.Option(names = "--plots", paramLabel = "FOLDER", required = true,
			description = "Where to write the plots, in the format SVG.")
	private Path plots = Path.of("");

	@CommandLine.Option(names = "--only-plots", description = "Draw what the file of results holds already.")
	private boolean isOnlyDrawn;

	@Override
	public Integer call() throws Exception {
		if (!this.isOnlyDrawn) {
			new GrowthMeasurement(this.results.log()).run();
		}
		new GrowthPlot(ResultLog.read(this.results.file())).write(this.plots);
		return CommandLine.ExitCode.OK;
	}

}
