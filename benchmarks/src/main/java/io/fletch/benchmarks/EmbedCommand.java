package io.fletch.benchmarks;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import io.fletch.benchmarks.embed.EmbedMeasurement;
import io.fletch.benchmarks.embed.EmbedSubject;
import io.fletch.benchmarks.embed.TextFile;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.ResultLog;

/**
 * Measures how fast text is embedded.
 */
@CommandLine.Command(name = "embed", description = "Measures how fast text is embedded by the bundled model.",
		mixinStandardHelpOptions = true)
final class EmbedCommand implements Callable<Integer> {

	@CommandLine.Option(names = "--texts", paramLabel = "FILE", required = true,
			description = "Texts, one a line: plain, or JSON with title and text.")
	private Path texts = Path.of("");

	@CommandLine.Option(names = "--limit", defaultValue = "1000", paramLabel = "N",
			description = "How many texts at most; ${DEFAULT-VALUE} by default.")
	private int limit;

	@CommandLine.Option(names = "--rounds", defaultValue = "5", paramLabel = "N",
			description = "How often; ${DEFAULT-VALUE} by default.")
	private int rounds;

	@CommandLine.Option(names = "--only", split = ",", paramLabel = "WHO",
			description = "Who embeds: ${COMPLETION-CANDIDATES}; all in turns by default, one alone to see its memory.")
	private Set<EmbedSubject> subjects = EnumSet.allOf(EmbedSubject.class);

	@CommandLine.Option(names = "--option", paramLabel = "NAME=VALUE",
			description = "An option of our function, such as threads=1.")
	private Map<String, String> options = new TreeMap<>();

	@CommandLine.Option(names = "--json", paramLabel = "FILE", required = true,
			description = "Where to add the results, one line of JSON each.")
	private Path json = Path.of("");

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@Override
	public Integer call() throws Exception {
		ResultLog log = new ResultLog(this.json, Objects.requireNonNull(this.spec).commandLine().getOut());
		new EmbedMeasurement(new Meter(log), TextFile.read(this.texts, this.limit), this.rounds).run(this.subjects,
				this.options);
		return CommandLine.ExitCode.OK;
	}

}
