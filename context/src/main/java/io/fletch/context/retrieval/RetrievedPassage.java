package io.fletch.context.retrieval;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.Passage;

/**
 * A passage that fits a question.
 *
 * @param passage the passage
 * @param document the document that it belongs to
 * @param score how well it fits; large is good, and only comparable within one search
 */
public record RetrievedPassage(Passage passage, IndexedDocument document, double score) {
}
