package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.fletch.context.embedding.CheckedEmbedding;
import io.fletch.context.embedding.Cosine;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;
import io.fletch.store.embedding.EmbeddingFunction;

/**
 * Cuts the sections of a document where its subject changes: between the neighbouring
 * sentences whose embeddings differ most. A chunk never crosses a section and holds whole
 * sentences, unless one alone is too long. Immutable, but valid only as long as its
 * embedding function.
 */
public final class SemanticSplitter implements Splitter {

	/** The longest chunk unless told otherwise, in characters. */
	public static final int DEFAULT_MAX_CHARACTERS = 1_500;

	/** The share of differences that are too small for a cut unless told otherwise. */
	public static final int DEFAULT_PERCENTILE = 90;

	private final EmbeddingFunction function;

	private final int maxCharacters;

	private final int percentile;

	private final SentenceSplitter sentences;

	/**
	 * Creates a splitter with {@link #DEFAULT_MAX_CHARACTERS} and
	 * {@link #DEFAULT_PERCENTILE}.
	 * @param function embeds every sentence of a document, 64 at once, and must stay open
	 * while documents are split
	 */
	public SemanticSplitter(EmbeddingFunction function) {
		this(function, DEFAULT_MAX_CHARACTERS, DEFAULT_PERCENTILE);
	}

	/**
	 * Creates a splitter.
	 * @param function embeds every sentence of a document, 64 at once, and must stay open
	 * while documents are split
	 * @param maxCharacters the longest chunk, in characters, at least 20
	 * @param percentile how many of a hundred differences within a document are too small
	 * for a cut, from 0 to 99; less gives more chunks
	 * @throws IllegalArgumentException if a number is out of these bounds
	 */
	public SemanticSplitter(EmbeddingFunction function, int maxCharacters, int percentile) {
		Objects.requireNonNull(function, "function");
		if (percentile < 0 || percentile > 99) {
			throw new IllegalArgumentException("percentile must be from 0 to 99, but was " + percentile);
		}
		this.function = function;
		this.maxCharacters = SplitterOption.maxCharacters(maxCharacters);
		this.percentile = percentile;
		this.sentences = new SentenceSplitter(maxCharacters);
	}

	@Override
	public List<Chunk> split(ParsedDocument document) {
		Objects.requireNonNull(document, "document");
		List<List<Span>> sections = document.sections().stream().map((section) -> spans(document, section)).toList();
		double[] differences = differences(document.text(), sections);
		double threshold = threshold(differences);
		List<Chunk> chunks = new ArrayList<>();
		int sentence = 0;
		for (int index = 0; index < sections.size(); index++) {
			Section section = document.sections().get(index);
			for (Span span : join(sections.get(index), differences, sentence, threshold)) {
				chunks.add(new Chunk(span.of(document.text()), span.start(), span.end(), section.heading(),
						section.page()));
			}
			sentence += sections.get(index).size();
		}
		return List.copyOf(chunks);
	}

	@Override
	public String description() {
		return "semantic " + this.maxCharacters + " " + this.percentile + " of " + this.function.description();
	}

	private List<Span> spans(ParsedDocument document, Section section) {
		return this.sentences.pieces(document.text(), section);
	}

	/**
	 * The difference at a sentence is that to the sentence before it; at the first of a
	 * section there is none, as a cut is there anyway.
	 */
	private double[] differences(String text, List<List<Span>> sections) {
		List<String> all = sections.stream().flatMap(List::stream).map((span) -> span.of(text)).toList();
		double[] differences = new double[all.size()];
		if (all.isEmpty()) {
			return differences;
		}
		List<float[]> vectors = new CheckedEmbedding(this.function).embedAll(all);
		int sentence = 0;
		for (List<Span> section : sections) {
			for (int index = 0; index < section.size(); index++) {
				differences[sentence] = (index > 0) ? 1 - Cosine.of(vectors.get(sentence - 1), vectors.get(sentence), 1)
						: Double.NaN;
				sentence++;
			}
		}
		return differences;
	}

	private double threshold(double[] differences) {
		double[] sorted = Arrays.stream(differences)
			.filter((difference) -> !Double.isNaN(difference))
			.sorted()
			.toArray();
		return (sorted.length > 0) ? sorted[(int) ((long) sorted.length * this.percentile / 100)] : 0;
	}

	private List<Span> join(List<Span> section, double[] differences, int first, double threshold) {
		List<Span> joined = new ArrayList<>();
		for (int index = 0; index < section.size(); index++) {
			Span span = section.get(index);
			double difference = differences[first + index];
			boolean isNewSubject = difference > 0 && difference >= threshold;
			if (index > 0 && !isNewSubject && span.end() - joined.getLast().start() <= this.maxCharacters) {
				joined.set(joined.size() - 1, new Span(joined.getLast().start(), span.end()));
			}
			else {
				joined.add(span);
			}
		}
		return joined;
	}

}
