package io.fletch.benchmarks;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.files.TemporaryFolder;
import io.fletch.benchmarks.search.SearchFiles;
import io.fletch.benchmarks.search.SearchGroup;
import io.fletch.benchmarks.search.SearchMeasurement;
import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.UpkeepOptions;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Distance;

/**
 * Measures searches by vectors, words and both.
 */
@CommandLine.Command(name = "search", description = "Measures searches by vectors, words and both.",
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

	@CommandLine.Option(names = "--docs", paramLabel = "JSONL",
			description = "A document for each vector, one a line of JSON: id, cat, num, price, text.")
	private @Nullable Path documents;

	@CommandLine.Option(names = "--text-queries", paramLabel = "JSONL",
			description = "A question for each query, one a line of JSON: terms, df, text, full.")
	private @Nullable Path questions;

	@CommandLine.Option(names = "--only", split = ",", paramLabel = "GROUP",
			description = "What to measure: ${COMPLETION-CANDIDATES}; all but CLIENTS by default.")
	private Set<SearchGroup> groups = EnumSet.complementOf(EnumSet.of(SearchGroup.CLIENTS));

	@CommandLine.Option(names = "--distance", defaultValue = "l2", paramLabel = "METRIC",
			description = "What is measured: ${COMPLETION-CANDIDATES}; l2 by default.")
	private Distance distance = Distance.L2;

	@CommandLine.Option(names = "--index", split = ",", paramLabel = "KIND",
			defaultValue = "IVF_RQ,IVF_SQ,IVF_FLAT,IVF_PQ,HNSW_SQ,HNSW_FLAT,HNSW_PQ",
			description = "The kinds of indexes: all by default.")
	private List<IndexType> types = List.of();

	@CommandLine.Option(names = "--effort", description = "Measure how time and recall go with the effort, too.")
	private boolean isSwept;

	@CommandLine.Option(names = "--only-effort", description = "Measure only that, without a table.")
	private boolean isOnlySwept;

	@CommandLine.Mixin
	private final ResultOptions results = new ResultOptions();

	@Override
	public Integer call() throws Exception {
		SearchMeasurement measurement = SearchMeasurement.of(
				new SearchFiles(this.vectors, this.queries, this.truth, this.documents, this.questions), this.distance,
				this.results.log());
		if (!this.isOnlySwept) {
			try (TemporaryFolder folder = TemporaryFolder.create("search");
					Database database = Database.open(folder.path(),
							DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE))) {
				measurement.tables(database, this.groups, this.types);
			}
		}
		if (this.isSwept || this.isOnlySwept) {
			measurement.segments(this.types);
		}
		return CommandLine.ExitCode.OK;
	}

}
