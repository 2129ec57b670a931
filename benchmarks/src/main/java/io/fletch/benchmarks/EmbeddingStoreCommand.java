package io.fletch.benchmarks;

import java.util.concurrent.Callable;

import picocli.CommandLine;

import io.fletch.benchmarks.files.TemporaryFolder;
import io.fletch.benchmarks.langchain4j.EmbeddingStoreMeasurement;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.store.Database;

/**
 * Measures LangChain4j's embedding stores.
 */
@CommandLine.Command(name = "embedding-store",
		description = "Measures our embedding store for LangChain4j beside the one in memory.",
		mixinStandardHelpOptions = true)
final class EmbeddingStoreCommand implements Callable<Integer> {

	@CommandLine.Option(names = "--segments", defaultValue = "100000", paramLabel = "N",
			description = "How many segments are stored; ${DEFAULT-VALUE} by default.")
	private int segments;

	@CommandLine.Option(names = "--dimensions", defaultValue = "384", paramLabel = "N",
			description = "The length of their vectors; ${DEFAULT-VALUE} by default.")
	private int dimensions;

	@CommandLine.Option(names = "--queries", defaultValue = "200", paramLabel = "N",
			description = "How many searches a round has at most; ${DEFAULT-VALUE} by default.")
	private int queries;

	@CommandLine.Option(names = "--warm-up", defaultValue = "200", paramLabel = "N",
			description = "How many searches run unmeasured before; ${DEFAULT-VALUE} by default.")
	private int warmUp;

	@CommandLine.Mixin
	private final ResultOptions results = new ResultOptions();

	@Override
	public Integer call() throws Exception {
		EmbeddingStoreMeasurement measurement = new EmbeddingStoreMeasurement(new Meter(this.results.log()),
				this.segments, this.dimensions, Rounds.of(this.queries).warmedUpBy(this.warmUp));
		try (TemporaryFolder folder = TemporaryFolder.create("embedding-store");
				Database database = Database.open(folder.path())) {
			measurement.run(database);
		}
		return CommandLine.ExitCode.OK;
	}

}
