package io.fletch.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.benchmarks.files.FvecsFile;

import static org.assertj.core.api.Assertions.assertThat;

class CommandTests {

	@TempDir
	private Path folder;

	private final StringWriter output = new StringWriter();

	private final StringWriter errors = new StringWriter();

	private int run(String command, String... options) {
		return Benchmarks.commandLine()
			.setOut(new PrintWriter(this.output, true))
			.setErr(new PrintWriter(this.errors, true))
			.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
			.execute(Stream.concat(Stream.of(command), Arrays.stream(options)).toArray(String[]::new));
	}

	private int generate() {
		return run("generate", "--rows", "300", "--dimensions", "8", "--folder", this.folder.toString());
	}

	private int search(String vectors, String... options) {
		String[] files = { "--vectors", path(vectors), "--queries", path("query.fvecs"), "--truth", path("truth.ivecs"),
				"--json", path("results.jsonl") };
		return run("search", Stream.concat(Arrays.stream(files), Arrays.stream(options)).toArray(String[]::new));
	}

	private String path(String name) {
		return this.folder.resolve(name).toString();
	}

	@Test
	void generatesVectorsAndTheirExactAnswersAndTellsHowFarItIs() throws IOException {
		assertThat(generate()).isZero();
		List<float[]> base = FvecsFile.vectors(this.folder.resolve("base.fvecs"));
		List<int[]> truth = FvecsFile.numbers(this.folder.resolve("truth.ivecs"));
		assertThat(base).hasSize(300).allMatch((vector) -> vector.length == 8);
		assertThat(FvecsFile.vectors(this.folder.resolve("query.fvecs"))).hasSize(1000);
		assertThat(truth).hasSize(1000).allMatch((numbers) -> numbers.length == 100);
		assertThat(this.errors.toString().lines()).hasSize(20)
			.startsWith("vectors made: 130 of 1300")
			.endsWith("queries answered: 1000 of 1000");
	}

	@Test
	void everyLineOfSearchesHasTheSameFields() throws IOException {
		generate();
		assertThat(search("base.fvecs", "--only-effort", "--index", "IVF_FLAT")).isZero();
		List<JsonNode> lines = Files.readAllLines(this.folder.resolve("results.jsonl"))
			.stream()
			.map((line) -> JsonMapper.shared().readTree(line))
			.toList();
		assertThat(lines).hasSize(1 + 8 * 4);
		assertThat(lines.getFirst().propertyNames()).containsExactly("op", "config", "metric", "value", "min", "max",
				"reps");
		assertThat(lines.subList(1, lines.size())).allSatisfy((line) -> assertThat(line.propertyNames())
			.containsExactly("op", "config", "metric", "value", "min", "max", "reps", "recall"));
		assertThat(lines.subList(1, lines.size())).extracting((line) -> line.get("metric").asString())
			.containsAll(Set.of("qps", "p50_ms", "p99_ms", "cpu_ms_per_op"));
	}

	@Test
	void aWrongFileIsNamedInOneLine() {
		assertThat(search("absent.fvecs")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
		assertThat(this.errors).hasToString("There is no file " + path("query.fvecs") + System.lineSeparator());
	}

	@Test
	void aDamagedFileIsNamedWithThePlace() throws IOException {
		generate();
		byte[] bytes = Files.readAllBytes(this.folder.resolve("base.fvecs"));
		bytes[36 * 7] = 9;
		Files.write(this.folder.resolve("base.fvecs"), bytes);
		this.errors.getBuffer().setLength(0);
		assertThat(search("base.fvecs")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
		assertThat(this.errors).hasToString("The file " + path("base.fvecs") + " is no fvecs file, or is damaged at "
				+ "byte 252: vector 7 has a length of 9, but those before it of 8" + System.lineSeparator());
	}

	@Test
	void vectorsWithoutDocumentsAreAWrongUse() {
		assertThat(run("store", "--vectors", path("base.fvecs"), "--json", path("results.jsonl")))
			.isEqualTo(CommandLine.ExitCode.USAGE);
		assertThat(this.errors.toString()).startsWith("--vectors and --docs belong together; give both or neither");
	}

}
