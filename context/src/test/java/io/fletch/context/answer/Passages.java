package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.List;

import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.Span;

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
		return new RetrievedPassage("passages", documentId + "-" + start, documentId, documentId + ".txt", text,
				new Span(start, start + text.length()), heading, null, null, 1);
	}

}
