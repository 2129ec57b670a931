package io.fletch.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.compare.Comparison;
import io.fletch.benchmarks.compare.SearchComparison;
import io.fletch.benchmarks.measure.Result;
import io.fletch.benchmarks.measure.ResultLog;

/**
 * Compares two files of results.
 */
@CommandLine.Command(name = "compare", description = "Compares two files of results as Markdown tables.",
		mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

	@CommandLine.Option(names = "--peer", paramLabel = "FILE", required = true,
			description = "Results of the other store.")
	private Path peer = Path.of("");

	@CommandLine.Option(names = "--ours", paramLabel = "FILE", required = true, description = "Results of this store.")
	private Path ours = Path.of("");

	@CommandLine.Option(names = "--searches",
			description = "Compare searches, each by the fastest configuration that finds enough.")
	private boolean isOfSearches;

	@CommandLine.Option(names = "--markdown", paramLabel = "FILE",
			description = "Where to write the tables; to the screen if absent.")
	private @Nullable Path markdown;

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@Override
	public Integer call() throws Exception {
		List<Result> theirs = ResultLog.read(this.peer);
		List<Result> mine = ResultLog.read(this.ours);
		String tables = this.isOfSearches ? new SearchComparison(theirs, mine).toMarkdown()
				: new Comparison(theirs, mine).toMarkdown();
		if (this.markdown != null) {
			Files.writeString(this.markdown, tables);
		}
		else if (this.spec != null) {
			this.spec.commandLine().getOut().println(tables);
		}
		return CommandLine.ExitCode.OK;
	}

}
