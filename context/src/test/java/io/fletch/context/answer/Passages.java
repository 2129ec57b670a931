package io.fletch.context.answer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.Passage;
import io.fletch.context.retrieval.RetrievedPassage;

/**
 * Retrieved passages for tests.
 */
final class Passages {

	private Passages() {
	}

	/**
	 * Makes passages of documents of their own.
	 */
	static List<RetrievedPassage> of(String... texts) {
		List<RetrievedPassage> passages = new ArrayList<>();
		for (String text : texts) {
			passages.add(passage("d" + passages.size(), 0, text, null));
		}
		return passages;
	}

	static RetrievedPassage passage(String documentId, int start, String text, String heading) {
		return new RetrievedPassage(
				new Passage(documentId + "-" + start, documentId, start, text, null, start, start + text.length(),
						heading, null),
				new IndexedDocument(documentId, documentId + ".txt", "text/plain", "0-0", 1, IndexedDocument.READY,
						null, 1, Instant.EPOCH),
				1);
	}

}
