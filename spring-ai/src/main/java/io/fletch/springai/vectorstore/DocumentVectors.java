package io.fletch.springai.vectorstore;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.Table;
import io.fletch.store.error.InvalidInputException;

/**
 * Makes the vectors of a store by its model, unless the table does. Whether the model is
 * the table's is looked up when it is first asked, once for each table that was opened.
 */
final class DocumentVectors {

	private final EmbeddingModel model;

	private final ModelName modelName;

	private final BatchingStrategy batching;

	private volatile @Nullable Table checked;

	DocumentVectors(ModelName modelName, BatchingStrategy batching) {
		this.model = modelName.model();
		this.modelName = modelName;
		this.batching = batching;
	}

	/**
	 * Tells whether a model only stands for what the table does itself.
	 */
	static boolean areMadeByTheTable(EmbeddingModel model) {
		return model instanceof FletchEmbeddingModel own && own.function() instanceof EmbeddingOfTheTable;
	}

	boolean areMadeByTheTable() {
		return areMadeByTheTable(this.model);
	}

	List<float[]> of(DocumentTable table, List<Document> documents) {
		requireSame(table);
		List<float[]> vectors = this.model.embed(documents, EmbeddingOptions.builder().build(), this.batching);
		if (vectors.size() != documents.size()) {
			throw new InvalidInputException(
					name() + " gave " + vectors.size() + " vectors for " + documents.size() + " documents");
		}
		vectors.forEach((vector) -> requireFits(table, vector));
		return vectors;
	}

	float[] of(DocumentTable table, String question) {
		requireSame(table);
		return requireFits(table, this.model.embed(question));
	}

	private void requireSame(DocumentTable table) {
		if (this.checked != table.table()) {
			table.origin().requireSame(table.table().name(), this.modelName);
			this.checked = table.table();
		}
	}

	private float[] requireFits(DocumentTable table, float[] vector) {
		if (vector.length != table.dimensions()) {
			throw new InvalidInputException("The table '" + table.table().name() + "' holds vectors of "
					+ table.dimensions() + " numbers, but " + name() + " makes vectors of " + vector.length
					+ ". Use the model that the table was made with, or another table");
		}
		return vector;
	}

	private String name() {
		return "the embedding model " + ((this.model instanceof FletchEmbeddingModel) ? this.model.toString()
				: this.model.getClass().getSimpleName());
	}

}
