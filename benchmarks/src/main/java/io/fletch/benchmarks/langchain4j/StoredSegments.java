package io.fletch.benchmarks.langchain4j;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;

import io.fletch.benchmarks.data.GeneratedDataset;

/**
 * What both stores hold, and what they are asked: clustered vectors made of a seed, with
 * a text and three metadata each.
 *
 * @param embeddings the embeddings
 * @param segments as many segments, no two with the same text
 * @param questions embeddings to search for, from the same clusters
 */
record StoredSegments(List<Embedding> embeddings, List<TextSegment> segments, List<Embedding> questions) {

	/** The metadata {@code number} is from 0 to below this. */
	static final int NUMBERS = 100;

	private static final int BATCH = 1000;

	private static final long SEED = 4;

	private static final List<String> LANGUAGES = List.of("en", "de", "fr");

	static StoredSegments of(int count, int dimensions, int questions) {
		List<Embedding> all = GeneratedDataset.vectors(SEED, count + questions, dimensions)
			.stream()
			.map(Embedding::from)
			.toList();
		List<TextSegment> segments = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			segments.add(TextSegment.from("This is the text of segment " + i + ", as short as a sentence.",
					new Metadata().put("number", i % NUMBERS)
						.put("lang", LANGUAGES.get(i % LANGUAGES.size()))
						.put("file_name", "document-" + i / 50 + ".md")));
		}
		return new StoredSegments(all.subList(0, count), segments, all.subList(count, all.size()));
	}

	int count() {
		return this.segments.size();
	}

	/**
	 * Adds all, batch by batch, as LangChain4j's ingestor does.
	 */
	void addTo(EmbeddingStore<TextSegment> store) {
		for (int from = 0; from < count(); from += BATCH) {
			int to = Math.min(from + BATCH, count());
			store.addAll(this.embeddings.subList(from, to), this.segments.subList(from, to));
		}
	}

}
