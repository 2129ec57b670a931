package io.fletch.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.fletch.benchmarks.measure.Result;
import io.fletch.benchmarks.measure.ResultLog;

import static org.assertj.core.api.Assertions.assertThat;

class SpringAiCommandTests {

	@TempDir
	private Path folder;

	private final StringWriter errors = new StringWriter();

	private int run(String... options) {
		return Benchmarks.commandLine()
			.setOut(new PrintWriter(new StringWriter()))
			.setErr(new PrintWriter(this.errors, true))
			.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
			.execute(options);
	}

	@Test
	void measuresEveryStoreTheSameWay() throws IOException {
		Path json = this.folder.resolve("results.jsonl");
		assertThat(run("spring-ai", "--documents", "500", "--dimensions", "16", "--questions", "10", "--json",
				json.toString()))
			.isZero();
		List<Result> results = ResultLog.read(json);
		assertThat(results).filteredOn((result) -> result.metric().equals("p50_ms"))
			.extracting(Result::config)
			.containsExactly("simple", "simple filtered", "fletch", "fletch filtered", "store", "store filtered",
					"fletch", "fletch filtered", "store", "store filtered", "fletch exact", "fletch exact filtered",
					"store exact", "store exact filtered", "fletch exact", "fletch exact filtered", "store exact",
					"store exact filtered");
		assertThat(results).filteredOn((result) -> result.metric().equals("rows_per_s"))
			.extracting((result) -> result.op() + " " + result.config())
			.containsExactly("load simple", "load fletch");
		assertThat(results).filteredOn((result) -> result.metric().equals("recall"))
			.singleElement()
			.satisfies((result) -> assertThat(result.value()).isGreaterThanOrEqualTo(0.95));
	}

	@Test
	void aFileWithTooFewVectorsIsNamed() {
		run("generate", "--rows", "300", "--dimensions", "8", "--folder", this.folder.toString());
		this.errors.getBuffer().setLength(0);
		String file = this.folder.resolve("base.fvecs").toString();
		assertThat(run("spring-ai", "--documents", "200", "--vectors", file, "--json",
				this.folder.resolve("r.jsonl").toString()))
			.isEqualTo(CommandLine.ExitCode.SOFTWARE);
		assertThat(this.errors.toString()).startsWith("The file " + file + " has 300 vectors, but 400 are needed");
	}

}
