package io.fletch.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.files.TemporaryFolder;
import io.fletch.benchmarks.files.UnusableFileException;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.quality.Paper;
import io.fletch.benchmarks.quality.QualityMeasurement;
import io.fletch.embeddings.onnx.AllMiniLmL6V2;
import io.fletch.evaluation.EvaluationReport;
import io.fletch.evaluation.GoldenQuestion;
import io.fletch.evaluation.GoldenQuestionException;
import io.fletch.evaluation.GoldenQuestions;
import io.fletch.rerankers.CrossEncoder;
import io.fletch.rerankers.LateInteractionReranker;
import io.fletch.rerankers.RerankerRegistry;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;

/**
 * Measures how good rankings are.
 */
@CommandLine.Command(name = "quality",
		description = "Measures how good the rankings of a judged collection are, and what each stage costs.",
		mixinStandardHelpOptions = true)
final class QualityCommand implements Callable<Integer> {

	private static final int BATCH = 512;

	@CommandLine.Option(names = "--data", paramLabel = "FOLDER", required = true,
			description = "The collection in the layout of BEIR: corpus.jsonl, queries.jsonl, qrels/test.tsv.")
	private Path data = Path.of("");

	@CommandLine.Option(names = "--vectors", paramLabel = "FVECS",
			description = "The vectors of the documents; made by the bundled model by default.")
	private @Nullable Path vectors;

	@CommandLine.Option(names = "--cross-encoder", paramLabel = "NAME=MODEL",
			description = "A cross-encoder to put on top: a folder or the name of a model.")
	private Map<String, String> crossEncoders = new LinkedHashMap<>();

	@CommandLine.Option(names = "--colbert", paramLabel = "NAME=MODEL",
			description = "A model of late interaction to put on top: a folder or the name of a model.")
	private Map<String, String> lateInteractions = new LinkedHashMap<>();

	@CommandLine.Option(names = "--depth", defaultValue = "100", paramLabel = "N",
			description = "How many rows these judge; ${DEFAULT-VALUE} by default.")
	private int depth;

	@CommandLine.Option(names = "--on", split = ",", defaultValue = "text,hybrid", paramLabel = "KIND",
			description = "The searches that these are put on top of; ${DEFAULT-VALUE} by default.")
	private List<QueryKind> judged = List.of();

	@CommandLine.Option(names = "--questions", defaultValue = "10000", paramLabel = "N",
			description = "How many questions are asked at most; ${DEFAULT-VALUE} by default.")
	private int most;

	@CommandLine.Option(names = "--out", paramLabel = "FOLDER", required = true,
			description = "Where to write the report.")
	private Path out = Path.of("");

	@CommandLine.Mixin
	private final ResultOptions results = new ResultOptions();

	@Override
	public Integer call() throws Exception {
		try (TemporaryFolder folder = TemporaryFolder.create("quality");
				Database database = Database.open(folder.path())) {
			TypedTable<Paper> papers = database.createTable(Paper.class);
			fill(papers);
			measure(database, papers);
		}
		return CommandLine.ExitCode.OK;
	}

	private void fill(TypedTable<Paper> papers) throws Exception {
		List<Paper> all = Paper.read(this.data, this.vectors);
		for (int from = 0; from < all.size(); from += BATCH) {
			papers.add(all.subList(from, Math.min(all.size(), from + BATCH)));
			err().println("documents added: " + Math.min(all.size(), from + BATCH) + " of " + all.size());
		}
	}

	private void measure(Database database, TypedTable<Paper> papers) throws Exception {
		String set = String.valueOf(this.data.toAbsolutePath().normalize().getFileName());
		QualityMeasurement measurement = new QualityMeasurement(papers, questions(), new Meter(this.results.log()));
		measurement.embedding(set, database.functions().get(AllMiniLmL6V2.ALIAS));
		try (RerankerRegistry rerankers = new RerankerRegistry()) {
			judges(rerankers, CrossEncoder.NAME, this.crossEncoders)
				.forEach((name, judge) -> measurement.judge(name, this.judged, judge));
			judges(rerankers, LateInteractionReranker.NAME, this.lateInteractions)
				.forEach((name, judge) -> measurement.judge(name, this.judged, judge));
			EvaluationReport report = measurement.run(set, this::tell);
			report.write(this.out);
			this.results.commandLine().getOut().println(report.markdown());
		}
	}

	private Map<String, Reranker> judges(RerankerRegistry rerankers, String type, Map<String, String> models) {
		Map<String, Reranker> judges = new LinkedHashMap<>();
		models.forEach((name, model) -> judges.put(name,
				rerankers.register(name, type, Map.of("model", model, "depth", Integer.toString(this.depth)))
					.get(name)));
		return judges;
	}

	private GoldenQuestions questions() throws Exception {
		try {
			List<GoldenQuestion> all = GoldenQuestions.readBeir(this.data, "test").questions();
			return new GoldenQuestions(all.subList(0, Math.min(this.most, all.size())));
		}
		catch (GoldenQuestionException ex) {
			throw new UnusableFileException(String.valueOf(ex.getMessage()));
		}
	}

	private void tell(String search, int done, int total) {
		if (done == total) {
			err().println("questions asked: " + search + ", " + total);
		}
	}

	private PrintWriter err() {
		return this.results.commandLine().getErr();
	}

}
