package io.fletch.store.activity;

import java.util.Objects;

/**
 * Something that is done with a table.
 *
 * @param kind what is done
 * @param table the table, as {@link io.fletch.store.Table#id()} names it; a branch counts
 * as its table
 * @param detail what exactly, one of few words: of a write or commit the operation, such
 * as {@code create} or {@code merge_insert}; of a query {@code scan}, {@code vector},
 * {@code text}, {@code hybrid}, {@code take} or {@code count}; of a reranking the name of
 * the reranker; of an indexing the kind of the index; empty of all others
 */
public record Activity(ActivityKind kind, String table, String detail) {

	public Activity {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(table, "table");
		Objects.requireNonNull(detail, "detail");
	}

}
