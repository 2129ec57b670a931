package io.fletch.sample.corpus;

import java.util.List;
import java.util.Objects;

import io.fletch.context.ingestion.IngestionPipeline;

/**
 * The tags that a document keeps when it is submitted again without any.
 */
public final class DocumentTags {

	private DocumentTags() {
	}

	/**
	 * Finds the tags of a document.
	 * @param pipeline knows the documents
	 * @param name the document's name
	 * @return its tags; none if there is no such document
	 */
	public static List<String> of(IngestionPipeline pipeline, String name) {
		return pipeline.documents()
			.stream()
			.filter((document) -> document.name().equals(name))
			.flatMap((document) -> document.tags().stream())
			.filter(Objects::nonNull)
			.toList();
	}

}
