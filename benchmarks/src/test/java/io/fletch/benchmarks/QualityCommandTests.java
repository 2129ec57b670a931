package io.fletch.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.fletch.benchmarks.files.FvecsFile;
import io.fletch.benchmarks.measure.Result;
import io.fletch.benchmarks.measure.ResultLog;

import static org.assertj.core.api.Assertions.assertThat;

class QualityCommandTests {

	@TempDir
	private Path folder;

	private final StringWriter output = new StringWriter();

	private final StringWriter errors = new StringWriter();

	@BeforeEach
	void writeCollection() throws IOException {
		Files.writeString(this.folder.resolve("corpus.jsonl"), """
				{"_id": "1", "title": "Pears", "text": "Pears grow on trees.", "metadata": {}}
				{"_id": "2", "title": "", "text": ""}
				{"_id": "3", "text": "Ships sail across the sea."}
				""");
		Files.writeString(this.folder.resolve("queries.jsonl"), """
				{"_id": "a", "text": "Which fruit do trees bear?"}
				{"_id": "b", "text": "a voyage by boat"}
				""");
		Files.createDirectory(this.folder.resolve("qrels"));
		Files.writeString(this.folder.resolve("qrels/test.tsv"), "q\td\tscore\na\t1\t1\nb\t3\t1\n");
	}

	@Test
	void measuresEverySearchAndItsTime() throws IOException {
		assertThat(run()).isZero();
		assertThat(this.output.toString()).contains("| vector | 1.0000 | 1.0000 |").contains("| hybrid, linear |");
		assertThat(ResultLog.read(this.folder.resolve("results.jsonl"))).extracting(Result::config)
			.contains("embed the question", "vector", "text", "hybrid, rrf", "hybrid, linear", "hybrid, mrr");
		assertThat(this.folder.resolve("out/evaluation.html")).isNotEmptyFile();
	}

	@Test
	void saysWhereVectorsAndDocumentsDiffer() throws IOException {
		FvecsFile.writeVectors(this.folder.resolve("two.fvecs"), List.of(new float[384], new float[384]));
		assertThat(run("--vectors", this.folder.resolve("two.fvecs").toString())).isNotZero();
		assertThat(this.errors.toString()).contains("two.fvecs has 2 vectors, but there are 3 documents");
	}

	@Test
	void saysWhichFileIsMissing() throws IOException {
		Files.delete(this.folder.resolve("qrels/test.tsv"));
		assertThat(run()).isNotZero();
		assertThat(this.errors.toString()).contains("There is no file", "test.tsv to read golden questions from");
	}

	private int run(String... more) {
		CommandLine command = Benchmarks.commandLine()
			.setOut(new PrintWriter(this.output, true))
			.setErr(new PrintWriter(this.errors, true));
		String[] arguments = new String[7 + more.length];
		System.arraycopy(new String[] { "quality", "--data", this.folder.toString(), "--out",
				this.folder.resolve("out").toString(), "--json", this.folder.resolve("results.jsonl").toString() }, 0,
				arguments, 0, 7);
		System.arraycopy(more, 0, arguments, 7, more.length);
		return command.execute(arguments);
	}

}
