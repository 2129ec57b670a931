package io.fletch.context.enrichment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;

/**
 * Gives chunks the words before and behind them in their document. Immutable.
 */
public final class NeighbourEnricher implements Enricher {

	private final int characters;

	/**
	 * Creates an enricher.
	 * @param characters the most characters of each side, at least 1; words stay whole
	 * where there are spaces
	 * @throws IllegalArgumentException if {@code characters} is less
	 */
	public NeighbourEnricher(int characters) {
		if (characters < 1) {
			throw new IllegalArgumentException("characters must be at least 1, but was " + characters);
		}
		this.characters = characters;
	}

	@Override
	public List<@Nullable String> contexts(ParsedDocument document, List<Chunk> chunks) {
		Objects.requireNonNull(document, "document");
		Objects.requireNonNull(chunks, "chunks");
		List<@Nullable String> contexts = new ArrayList<>(chunks.size());
		for (Chunk chunk : chunks) {
			String before = Excerpt.before(document.text(), 0, chunk.start(), this.characters);
			String after = Excerpt.after(document.text(), chunk.end(), this.characters);
			String context = (before + "\n" + after).strip();
			contexts.add(context.isEmpty() ? null : context);
		}
		return contexts;
	}

	@Override
	public String description() {
		return "neighbours " + this.characters;
	}

}
