package io.fletch.springai.rag;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;

import io.fletch.context.guard.InjectionMark;
import io.fletch.context.retrieval.RetrievedPassage;

/**
 * Makes a document of a passage.
 */
final class PassageDocument {

	private PassageDocument() {
	}

	/**
	 * Makes a document.
	 * @param passage the passage
	 * @param marks what looks like an attempt to give a model orders
	 */
	static Document of(RetrievedPassage passage, List<InjectionMark> marks) {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("source", passage.source());
		metadata.put("passage_id", passage.id());
		metadata.put("document_id", passage.documentId());
		metadata.put("document_name", passage.documentName());
		metadata.put("start", passage.span().start());
		metadata.put("end", passage.span().end());
		put(metadata, "heading", passage.heading());
		put(metadata, "page_number", passage.page());
		if (!marks.isEmpty()) {
			metadata.put("injection", String.join("; ", marks.stream().map(InjectionMark::reason).toList()));
		}
		return Document.builder()
			// Ids are unique within a source, and Spring AI joins documents by their ids.
			.id(passage.source() + "/" + passage.id())
			.text(passage.text())
			.metadata(metadata)
			.score(passage.score())
			.build();
	}

	private static void put(Map<String, Object> metadata, String name, @Nullable Object value) {
		if (value != null) {
			metadata.put(name, value);
		}
	}

}
