package io.fletch.benchmarks;

import java.util.concurrent.Callable;

import picocli.CommandLine;

import io.fletch.benchmarks.files.TemporaryFolder;
import io.fletch.benchmarks.mapping.MappingMeasurement;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.store.Database;

/**
 * Measures the mapping of records.
 */
@CommandLine.Command(name = "mapping",
		description = "Measures rows made of records, and records made of rows, beside reflection and code by hand.",
		mixinStandardHelpOptions = true)
final class MappingCommand implements Callable<Integer> {

	@CommandLine.Option(names = "--rows", defaultValue = "1000000", paramLabel = "N",
			description = "How many records; ${DEFAULT-VALUE} by default.")
	private int rows;

	@CommandLine.Option(names = "--runs", defaultValue = "7", paramLabel = "N",
			description = "How often each way is measured in each of two turns; ${DEFAULT-VALUE} by default.")
	private int runs;

	@CommandLine.Mixin
	private final ResultOptions results = new ResultOptions();

	@Override
	public Integer call() throws Exception {
		MappingMeasurement measurement = new MappingMeasurement(new Meter(this.results.log()), this.rows, this.runs);
		try (TemporaryFolder folder = TemporaryFolder.create("mapping");
				Database database = Database.open(folder.path())) {
			measurement.run(database);
		}
		return CommandLine.ExitCode.OK;
	}

}
