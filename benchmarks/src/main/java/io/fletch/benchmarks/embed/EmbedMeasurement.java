package io.fletch.benchmarks.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.embeddings.onnx.AllMiniLmL6V2;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Takes how many texts a second are embedded, all given at once, and one after the other,
 * and how much memory the process had at most.
 */
public final class EmbedMeasurement {

	private static final int QUERIES = 200;

	private static final double KIB_PER_MIB = 1024;

	private final Meter meter;

	private final List<String> texts;

	private final int rounds;

	/**
	 * Measures.
	 * @param meter takes the time
	 * @param texts what is embedded
	 * @param rounds how often, after one round that is not counted
	 */
	public EmbedMeasurement(Meter meter, List<String> texts, int rounds) {
		this.meter = meter;
		this.texts = List.copyOf(texts);
		this.rounds = rounds;
	}

	/**
	 * Measures one after the other in turns, so that what else the machine does meets
	 * both.
	 * @param subjects who embeds
	 * @param options the options of our function
	 * @throws Exception if a model fails or the results cannot be kept
	 */
	public void run(Set<EmbedSubject> subjects, Map<String, String> options) throws Exception {
		try (EmbeddingFunction ours = new AllMiniLmL6V2().create(AllMiniLmL6V2.ALIAS,
				new EmbeddingOptions(AllMiniLmL6V2.ALIAS, options))) {
			AllMiniLmL6V2QuantizedEmbeddingModel theirs = subjects.contains(EmbedSubject.LANGCHAIN4J)
					? new AllMiniLmL6V2QuantizedEmbeddingModel() : null;
			List<TextSegment> segments = this.texts.stream().map(TextSegment::from).toList();
			for (int round = 0; round <= this.rounds; round++) {
				if (subjects.contains(EmbedSubject.FLETCH)) {
					measure(EmbedSubject.FLETCH, round, () -> ours.embedSources(this.texts));
				}
				if (theirs != null) {
					measure(EmbedSubject.LANGCHAIN4J, round, () -> theirs.embedAll(segments));
				}
			}
			List<String> queries = this.texts.subList(0, Math.min(QUERIES, this.texts.size()));
			if (subjects.contains(EmbedSubject.FLETCH)) {
				single(EmbedSubject.FLETCH, queries, () -> queries.forEach(ours::embedQuery));
			}
			if (theirs != null) {
				single(EmbedSubject.LANGCHAIN4J, queries, () -> queries.forEach(theirs::embed));
			}
		}
		memory(subjects);
	}

	private void measure(EmbedSubject subject, int round, Runnable embed) throws Exception {
		if (round == 0) {
			embed.run();
			return;
		}
		this.meter.runs(new Subject("embed", name(subject), this.texts.size()), 1, (repetition) -> embed.run());
	}

	private void single(EmbedSubject subject, List<String> queries, Runnable embed) throws Exception {
		this.meter.runs(new Subject("embed one by one", name(subject), queries.size()), this.rounds,
				(repetition) -> embed.run());
	}

	private static String name(EmbedSubject subject) {
		return switch (subject) {
			case FLETCH -> "fletch";
			case LANGCHAIN4J -> "langchain4j";
		};
	}

	/**
	 * The greatest resident size is that of the whole process, so it says something about
	 * one subject only where it ran alone.
	 */
	private void memory(Set<EmbedSubject> subjects) throws IOException {
		Path status = Path.of("/proc/self/status");
		if (subjects.size() == 1 && Files.exists(status)) {
			for (String line : Files.readAllLines(status)) {
				if (line.startsWith("VmHWM:")) {
					double kib = Double.parseDouble(line.replaceAll("[^0-9]", ""));
					this.meter.note("embed", name(subjects.iterator().next()), "peak_mib", kib / KIB_PER_MIB);
				}
			}
		}
	}

}
