package io.fletch.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.data.Dataset;
import io.fletch.benchmarks.data.DatasetFiles;
import io.fletch.benchmarks.data.GeneratedDataset;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.ResultLog;
import io.fletch.benchmarks.store.Bench;
import io.fletch.benchmarks.store.WorkloadKind;
import io.fletch.store.Database;

/**
 * Measures the store.
 */
@CommandLine.Command(name = "store", description = "Measures the store.", mixinStandardHelpOptions = true)
final class StoreCommand implements Callable<Integer> {

	private static final long SEED = 42;

	private static final int GENERATED_ROWS = 100_000;

	private static final int GENERATED_DIMENSIONS = 128;

	@CommandLine.Option(names = "--vectors", paramLabel = "FVECS",
			description = "Vectors in the fvecs format, one a document; both are made from a seed if absent.")
	private @Nullable Path vectors;

	@CommandLine.Option(names = "--docs", paramLabel = "JSONL",
			description = "Documents, one a line: {\"id\", \"cat\", \"num\", \"price\", \"text\"}.")
	private @Nullable Path documents;

	@CommandLine.Option(names = "--queries", paramLabel = "FVECS",
			description = "Vectors to search for; the first of the others if absent.")
	private @Nullable Path queries;

	@CommandLine.Option(names = "--database", paramLabel = "DIR",
			description = "Where to make the tables; a temporary folder that is deleted if absent.")
	private @Nullable Path database;

	@CommandLine.Option(names = "--json", paramLabel = "FILE", required = true,
			description = "Where to add the results, one line of JSON each.")
	private Path json = Path.of("");

	@CommandLine.Option(names = "--only", split = ",", paramLabel = "GROUP",
			description = "Which groups of operations to run: ${COMPLETION-CANDIDATES}; all by default.")
	private List<WorkloadKind> only = List.of(WorkloadKind.values());

	@CommandLine.Option(names = "--rounds", defaultValue = "1", paramLabel = "N",
			description = "How often to run the groups; once by default.")
	private int rounds;

	@CommandLine.Option(names = "--warm-up", defaultValue = "1", paramLabel = "N",
			description = "How often to run the groups before, unmeasured; once by default.")
	private int warmUp;

	@CommandLine.Option(names = "--large-rows", defaultValue = "10000000", paramLabel = "N",
			description = "The number of rows of the large table; ${DEFAULT-VALUE} by default.")
	private int largeRows;

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@Override
	public Integer call() throws Exception {
		Dataset data = data();
		Path folder = (this.database != null) ? this.database : Files.createTempDirectory("fletch-benchmarks");
		try (Database opened = Database.open(folder)) {
			Bench unmeasured = new Bench(opened, data, new Meter((result) -> {
			}), this.largeRows);
			run(unmeasured, this.warmUp);
			run(new Bench(opened, data, new Meter(log()), this.largeRows), this.rounds);
		}
		finally {
			if (this.database == null) {
				delete(folder);
			}
		}
		return CommandLine.ExitCode.OK;
	}

	private void run(Bench bench, int times) throws Exception {
		for (int i = 0; i < times; i++) {
			for (WorkloadKind kind : this.only) {
				kind.workload().run(bench);
			}
		}
	}

	private ResultLog log() throws IOException {
		if (this.spec == null) {
			throw new IllegalStateException("The command is run by the command line only");
		}
		return new ResultLog(this.json, this.spec.commandLine().getOut());
	}

	private Dataset data() throws IOException {
		if (this.vectors == null && this.documents == null) {
			return GeneratedDataset.of(SEED, GENERATED_ROWS, GENERATED_DIMENSIONS);
		}
		if (this.vectors == null || this.documents == null) {
			throw new IllegalArgumentException("--vectors and --docs belong together; give both or neither");
		}
		List<float[]> base = DatasetFiles.vectors(this.vectors);
		List<float[]> asked = (this.queries != null) ? DatasetFiles.vectors(this.queries)
				: base.subList(0, Math.min(1000, base.size()));
		return new Dataset(base, DatasetFiles.documents(this.documents), asked);
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

}
