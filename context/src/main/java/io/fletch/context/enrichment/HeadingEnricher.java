package io.fletch.context.enrichment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;

/**
 * Gives chunks the title of their document and the headings above them. Immutable.
 */
public final class HeadingEnricher implements Enricher {

	@Override
	public List<@Nullable String> contexts(ParsedDocument document, List<Chunk> chunks) {
		Objects.requireNonNull(document, "document");
		Objects.requireNonNull(chunks, "chunks");
		List<@Nullable String> contexts = new ArrayList<>(chunks.size());
		chunks.forEach((chunk) -> contexts.add(context(document.title(), chunk.heading())));
		return contexts;
	}

	private static @Nullable String context(String title, @Nullable String heading) {
		if (heading == null || heading.isBlank() || heading.equals(title)) {
			return title.isBlank() ? null : title;
		}
		// The first heading is often the title already.
		return (title.isBlank() || heading.startsWith(title + " > ")) ? heading : title + " > " + heading;
	}

	@Override
	public String description() {
		return "headings";
	}

}
