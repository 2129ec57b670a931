package io.fletch.sample.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fletch.context.ingestion.IndexedDocument;

/**
 * All documents in figures.
 *
 * @param total how many there are
 * @param ready how many are searchable
 * @param pending how many are on their way
 * @param failed how many could not be ingested
 * @param passages how many passages the searchable ones have
 * @param tags the tags that there are, in their order
 * @param copies documents whose bytes another one has, too; the latest ones
 */
record DocumentsOverview(int total, int ready, int pending, int failed, long passages, List<String> tags,
		List<Copy> copies) {

	static final int MOST_COPIES = 1000;

	/**
	 * Counts documents.
	 * @param documents the documents, newest first
	 */
	static DocumentsOverview of(List<IndexedDocument> documents) {
		List<IndexedDocument> ready = in(IndexedDocument.READY, documents);
		return new DocumentsOverview(documents.size(), ready.size(), in(IndexedDocument.PENDING, documents).size(),
				in(IndexedDocument.FAILED, documents).size(), ready.stream().mapToLong(IndexedDocument::passages).sum(),
				documents.stream()
					.flatMap((document) -> document.tags().stream())
					.filter(Objects::nonNull)
					.distinct()
					.sorted()
					.toList(),
				copies(documents));
	}

	private static List<IndexedDocument> in(String state, List<IndexedDocument> documents) {
		return documents.stream().filter((document) -> document.state().equals(state)).toList();
	}

	/** The oldest document of some bytes is the original, the others are its copies. */
	private static List<Copy> copies(List<IndexedDocument> documents) {
		Map<String, IndexedDocument> originals = new HashMap<>();
		List<Copy> copies = new ArrayList<>();
		List<IndexedDocument> oldestFirst = documents.stream()
			.sorted(Comparator.comparing(IndexedDocument::addedAt).thenComparing(IndexedDocument::name))
			.toList();
		for (IndexedDocument document : oldestFirst) {
			IndexedDocument original = originals.putIfAbsent(bytesOf(document), document);
			if (original != null) {
				copies.add(new Copy(document.id(), original.name()));
			}
		}
		return List.copyOf(copies.subList(Math.max(0, copies.size() - MOST_COPIES), copies.size()));
	}

	/** The hash without the fingerprint of the settings. */
	private static String bytesOf(IndexedDocument document) {
		return document.contentHash().split("-", 2)[0];
	}

	/**
	 * A document whose bytes another one has, too.
	 *
	 * @param documentId its id
	 * @param name the name of the oldest document with these bytes
	 */
	record Copy(String documentId, String name) {
	}

}
