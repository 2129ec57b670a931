package io.fletch.context.retrieval;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.DocumentTexts;
import io.fletch.context.ingestion.Passage;
import io.fletch.context.splitting.Span;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;

/**
 * Reads the passages that the ingestion pipeline stored around one that was found. Safe
 * for use by several threads at once.
 */
public final class StoredPassages implements PassageNeighbours {

	private static final String[] READ = { "id", "documentId", "ordinal", "text", "start", "end", "heading", "page",
			"parentStart", "parentEnd" };

	private final TypedTable<Passage> passages;

	private final DocumentTexts texts;

	/**
	 * Creates a reader.
	 * @param database holds the tables of the ingestion pipeline
	 */
	public StoredPassages(Database database) {
		Objects.requireNonNull(database, "database");
		this.passages = Passage.table(database);
		this.texts = new DocumentTexts(database);
	}

	@Override
	public List<RetrievedPassage> within(RetrievedPassage passage, Span span) {
		Objects.requireNonNull(passage, "passage");
		Objects.requireNonNull(span, "span");
		if (!passage.source().equals(TableSource.of(this.passages))) {
			return List.of();
		}
		return Stream.concat(text(passage, span).stream(), rows(passage, span))
			.sorted(Comparator.comparingInt((stored) -> stored.span().start()))
			.toList();
	}

	/**
	 * Reads the document's text, of which passages leave out the white space between
	 * them.
	 */
	private Optional<RetrievedPassage> text(RetrievedPassage passage, Span span) {
		return this.texts.text(passage.documentId(), span.start(), span.end())
			.map((text) -> passage.withText(text, new Span(span.start(), span.start() + text.length())));
	}

	private Stream<RetrievedPassage> rows(RetrievedPassage passage, Span span) {
		return this.passages.scan()
			.where("`documentId` = :id AND `start` < :end AND `end` > :start",
					Map.of("id", passage.documentId(), "start", span.start(), "end", span.end()))
			.select(READ)
			.rows()
			.stream()
			.map((row) -> retrieved(passage.source(), row, passage.documentName(), 0));
	}

	static RetrievedPassage retrieved(String source, Passage row, String documentName, double score) {
		return new RetrievedPassage(source, row.id(), row.documentId(), documentName, row.text(),
				new Span(row.start(), row.end()), row.heading(), row.page(), parent(row), score);
	}

	private static @Nullable Span parent(Passage row) {
		Integer start = row.parentStart();
		Integer end = row.parentEnd();
		return (start != null && end != null) ? new Span(start, end) : null;
	}

}
