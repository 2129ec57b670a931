package io.fletch.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.data.Dataset;
import io.fletch.benchmarks.data.Document;
import io.fletch.benchmarks.data.GeneratedDataset;
import io.fletch.benchmarks.files.FvecsFile;
import io.fletch.benchmarks.files.JsonLines;
import io.fletch.benchmarks.files.TemporaryFolder;
import io.fletch.benchmarks.measure.Meter;
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

	@CommandLine.Mixin
	private final ResultOptions results = new ResultOptions();

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

	@Override
	public Integer call() throws Exception {
		Dataset data = data();
		if (this.database != null) {
			measure(this.database, data);
		}
		else {
			try (TemporaryFolder folder = TemporaryFolder.create("store")) {
				measure(folder.path(), data);
			}
		}
		return CommandLine.ExitCode.OK;
	}

	private void measure(Path folder, Dataset data) throws Exception {
		try (Database opened = Database.open(folder)) {
			Bench unmeasured = new Bench(opened, data, new Meter((result) -> {
			}), this.largeRows);
			run(unmeasured, this.warmUp);
			run(new Bench(opened, data, new Meter(this.results.log()), this.largeRows), this.rounds);
		}
	}

	private void run(Bench bench, int times) throws Exception {
		for (int i = 0; i < times; i++) {
			for (WorkloadKind kind : this.only) {
				kind.workload().run(bench);
			}
		}
	}

	private Dataset data() throws IOException {
		if (this.vectors == null && this.documents == null) {
			return GeneratedDataset.of(SEED, GENERATED_ROWS, GENERATED_DIMENSIONS);
		}
		if (this.vectors == null || this.documents == null) {
			throw new CommandLine.ParameterException(this.results.commandLine(),
					"--vectors and --docs belong together; give both or neither");
		}
		List<float[]> base = FvecsFile.vectors(this.vectors);
		List<float[]> asked = (this.queries != null) ? FvecsFile.vectors(this.queries)
				: base.subList(0, Math.min(1000, base.size()));
		return new Dataset(base, JsonLines.read(this.documents, Document.class), asked);
	}

}
