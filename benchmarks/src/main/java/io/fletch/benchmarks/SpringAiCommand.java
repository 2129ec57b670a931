package io.fletch.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.data.GeneratedDataset;
import io.fletch.benchmarks.files.FvecsFile;
import io.fletch.benchmarks.files.UnusableFileException;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.benchmarks.springai.VectorStoreMeasurement;

/**
 * Measures the vector store for Spring AI.
 */
@CommandLine.Command(name = "spring-ai",
		description = "Measures similaritySearch of FletchVectorStore and SimpleVectorStore, and the store's own API.",
		mixinStandardHelpOptions = true)
final class SpringAiCommand implements Callable<Integer> {

	private static final long SEED = 7;

	@CommandLine.Mixin
	private final ResultOptions results = new ResultOptions();

	@CommandLine.Option(names = "--documents", defaultValue = "100000", paramLabel = "N",
			description = "How many documents; ${DEFAULT-VALUE} by default.")
	private int documents;

	@CommandLine.Option(names = "--dimensions", defaultValue = "384", paramLabel = "N",
			description = "Length of the vectors that are made; ${DEFAULT-VALUE} by default.")
	private int dimensions;

	@CommandLine.Option(names = "--vectors", paramLabel = "FILE",
			description = "Vectors in the format fvecs instead of those that are made; the last are the questions.")
	private @Nullable Path vectors;

	@CommandLine.Option(names = "--questions", defaultValue = "200", paramLabel = "N",
			description = "How many questions a round asks, at most 200; ${DEFAULT-VALUE} by default.")
	private int questions;

	@Override
	public Integer call() throws Exception {
		int asked = Math.clamp(this.questions, 1, VectorStoreMeasurement.QUESTIONS);
		new VectorStoreMeasurement(new Meter(this.results.log()), vectors(), this.documents,
				Rounds.of(asked).warmedUpBy(asked))
			.run();
		return CommandLine.ExitCode.OK;
	}

	private List<float[]> vectors() throws Exception {
		int wanted = this.documents + VectorStoreMeasurement.QUESTIONS;
		if (this.vectors == null) {
			return GeneratedDataset.vectors(SEED, wanted, this.dimensions);
		}
		List<float[]> read = FvecsFile.vectors(this.vectors);
		if (read.size() < wanted) {
			throw new UnusableFileException("The file " + this.vectors + " has " + read.size() + " vectors, but "
					+ wanted + " are needed, of which " + VectorStoreMeasurement.QUESTIONS
					+ " are questions; ask for fewer --documents");
		}
		return read.subList(0, wanted);
	}

}
