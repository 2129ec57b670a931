package io.fletch.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.measure.ResultLog;
import io.fletch.benchmarks.search.IndexMeasurement;
import io.fletch.store.query.Distance;

/**
 * Measures the indexes over vectors.
 */
@CommandLine.Command(name = "search", description = "Measures the indexes over vectors.",
		mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {

	@CommandLine.Option(names = "--vectors", paramLabel = "FVECS", required = true,
			description = "Vectors in the fvecs format.")
	private Path vectors = Path.of("");

	@CommandLine.Option(names = "--queries", paramLabel = "FVECS", required = true,
			description = "Vectors to search for.")
	private Path queries = Path.of("");

	@CommandLine.Option(names = "--truth", paramLabel = "IVECS", required = true,
			description = "The numbers of the nearest vectors of each query, nearest first.")
	private Path truth = Path.of("");

	@CommandLine.Option(names = "--distance", defaultValue = "l2", paramLabel = "METRIC",
			description = "What is measured: ${COMPLETION-CANDIDATES}; l2 by default.")
	private Distance distance = Distance.L2;

	@CommandLine.Option(names = "--json", paramLabel = "FILE", required = true,
			description = "Where to add the results, one line of JSON each.")
	private Path json = Path.of("");

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@Override
	public Integer call() throws Exception {
		ResultLog log = new ResultLog(this.json, Objects.requireNonNull(this.spec).commandLine().getOut());
		IndexMeasurement.of(List.of(this.vectors, this.queries, this.truth), this.distance, log).run();
		return CommandLine.ExitCode.OK;
	}

}
