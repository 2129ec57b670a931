package io.fletch.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.data.GeneratedDataset;
import io.fletch.benchmarks.files.FvecsFile;
import io.fletch.benchmarks.search.ExactNeighbours;

/**
 * Makes vectors to search, what to search for, and the exact answers.
 */
@CommandLine.Command(name = "generate", description = "Makes vectors, queries and their exact answers from a seed.",
		mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {

	private static final int QUERIES = 1000;

	private static final int NEIGHBOURS = 100;

	@CommandLine.Option(names = "--rows", defaultValue = "1000000", paramLabel = "N",
			description = "How many vectors; ${DEFAULT-VALUE} by default.")
	private int rows;

	@CommandLine.Option(names = "--dimensions", defaultValue = "128", paramLabel = "N",
			description = "How many elements each has; ${DEFAULT-VALUE} by default.")
	private int dimensions;

	@CommandLine.Option(names = "--seed", defaultValue = "1", paramLabel = "N",
			description = "Gives the same vectors every time; ${DEFAULT-VALUE} by default.")
	private long seed;

	@CommandLine.Option(names = "--folder", required = true, paramLabel = "FOLDER",
			description = "Where to write base.fvecs, query.fvecs and truth.ivecs.")
	private Path folder = Path.of("");

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@Override
	public Integer call() throws Exception {
		Files.createDirectories(this.folder);
		int count = Math.addExact(this.rows, QUERIES);
		List<float[]> vectors = GeneratedDataset.vectors(this.seed, count, this.dimensions,
				progress("vectors made", count)::advance);
		List<float[]> base = vectors.subList(0, this.rows);
		List<float[]> queries = vectors.subList(this.rows, vectors.size());
		FvecsFile.writeVectors(this.folder.resolve("base.fvecs"), base);
		FvecsFile.writeVectors(this.folder.resolve("query.fvecs"), queries);
		FvecsFile.writeNumbers(this.folder.resolve("truth.ivecs"), answers(base, queries));
		return CommandLine.ExitCode.OK;
	}

	private List<int[]> answers(List<float[]> base, List<float[]> queries) {
		Progress progress = progress("queries answered", queries.size());
		List<int[]> answers = new ArrayList<>();
		for (float[] query : queries) {
			answers.add(ExactNeighbours.find(base, query, NEIGHBOURS));
			progress.advance();
		}
		return answers;
	}

	private Progress progress(String what, int total) {
		return new Progress(Objects.requireNonNull(this.spec).commandLine().getErr(), what, total);
	}

}
