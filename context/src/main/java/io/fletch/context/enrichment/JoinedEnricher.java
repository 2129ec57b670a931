package io.fletch.context.enrichment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;

/**
 * Puts what several enrichers say one below the other.
 */
final class JoinedEnricher implements Enricher {

	private final List<Enricher> enrichers;

	JoinedEnricher(List<Enricher> enrichers) {
		this.enrichers = enrichers;
	}

	@Override
	public List<@Nullable String> contexts(ParsedDocument document, List<Chunk> chunks) {
		List<List<@Nullable String>> parts = this.enrichers.stream()
			.map((enricher) -> enricher.contexts(document, chunks))
			.toList();
		List<@Nullable String> joined = new ArrayList<>(chunks.size());
		for (int index = 0; index < chunks.size(); index++) {
			int chunk = index;
			String context = parts.stream()
				.map((part) -> part.get(chunk))
				.filter(Objects::nonNull)
				.collect(Collectors.joining("\n"));
			joined.add(context.isEmpty() ? null : context);
		}
		return joined;
	}

	@Override
	public String description() {
		return this.enrichers.stream().map(Enricher::description).collect(Collectors.joining(", "));
	}

}
