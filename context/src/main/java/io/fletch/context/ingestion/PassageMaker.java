package io.fletch.context.ingestion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.context.enrichment.Enricher;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;
import io.fletch.context.splitting.Span;
import io.fletch.context.splitting.Splitter;

/**
 * Makes the passages of a document of its chunks and their contexts.
 */
final class PassageMaker {

	private PassageMaker() {
	}

	/**
	 * Refuses chunks of a splitter of others that a citation could not be checked by.
	 */
	static void requireChunksOf(String text, List<Chunk> chunks, Splitter splitter) {
		for (Chunk chunk : chunks) {
			boolean lies = chunk.start() >= 0 && chunk.start() <= chunk.end() && chunk.end() <= text.length();
			if (!lies || !text.startsWith(chunk.text(), chunk.start())
					|| chunk.text().length() != chunk.end() - chunk.start()) {
				throw new IllegalStateException("The splitter '" + splitter.description()
						+ "' gave a chunk that is not the text from " + chunk.start() + " to " + chunk.end()
						+ " of the document of " + text.length() + " characters");
			}
		}
	}

	static List<@Nullable String> contexts(@Nullable Enricher enricher, ParsedDocument parsed, List<Chunk> chunks) {
		if (enricher == null) {
			return Collections.nCopies(chunks.size(), null);
		}
		List<@Nullable String> contexts = enricher.contexts(parsed, chunks);
		if (contexts.size() != chunks.size()) {
			throw new IllegalStateException("The enricher '" + enricher.description() + "' made " + contexts.size()
					+ " contexts for " + chunks.size() + " chunks, but must make one for each");
		}
		return contexts;
	}

	static List<Passage> passages(IndexedDocument document, List<Chunk> chunks, List<@Nullable String> contexts) {
		List<Passage> passages = new ArrayList<>(chunks.size());
		for (int ordinal = 0; ordinal < chunks.size(); ordinal++) {
			Chunk chunk = chunks.get(ordinal);
			Span parent = chunk.parent();
			String context = contexts.get(ordinal);
			passages.add(new Passage(document.id() + "-" + ordinal, document.id(), ordinal, chunk.text(), null,
					chunk.start(), chunk.end(), chunk.heading(), chunk.page(),
					(context == null || context.isBlank()) ? null : context.strip(),
					(parent != null) ? parent.start() : null, (parent != null) ? parent.end() : null, document.tags()));
		}
		return passages;
	}

}
