package io.fletch.springai.rag;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.RowValues;

/**
 * What documents hold, for a reranker. A document without text has an empty one.
 *
 * @param reranker the name of the reranker
 * @param documents the documents, whose places are their row ids
 * @param embeddingModel gives what makes vectors, or {@code null}
 */
record DocumentValues(String reranker, List<Document> documents,
		@Nullable Supplier<? extends EmbeddingModel> embeddingModel) implements RowValues {

	private static final List<String> TEXTS = List.of("text", "content");

	@Override
	public List<@Nullable Object> read(@Nullable String column, List<Long> rowIds) {
		List<@Nullable Object> values = new ArrayList<>(rowIds.size());
		for (Document document : of(rowIds)) {
			values
				.add((column == null || TEXTS.contains(column)) ? text(document) : document.getMetadata().get(column));
		}
		return values;
	}

	@Override
	public List<@Nullable Object> readVectors(List<Long> rowIds) {
		Supplier<? extends EmbeddingModel> model = this.embeddingModel;
		if (model == null) {
			throw new InvalidInputException("The reranker '" + this.reranker
					+ "' compares vectors, which documents do not have; name a model by embeddedBy(...)");
		}
		return new ArrayList<>(model.get().embed(of(rowIds).stream().map(DocumentValues::text).toList()));
	}

	private List<Document> of(List<Long> rowIds) {
		return rowIds.stream().map((row) -> this.documents.get(Math.toIntExact(row))).toList();
	}

	private static String text(Document document) {
		return Objects.requireNonNullElse(document.getText(), "");
	}

}
