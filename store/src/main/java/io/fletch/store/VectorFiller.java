package io.fletch.store;

import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.mapping.ColumnRoles;

/**
 * Fills the vectors that rows lack from their source text. A vector that is given is
 * kept; a row without text keeps a null vector.
 */
final class VectorFiller {

	private final Schema schema;

	private final ColumnRoles roles;

	private final EmbeddingFunctionRegistry functions;

	VectorFiller(Schema schema, ColumnRoles roles, EmbeddingFunctionRegistry functions) {
		this.schema = schema;
		this.roles = roles;
		this.functions = functions;
	}

	void fill(List<@Nullable Object[]> rows) {
		ColumnRoles.VectorColumn vector = this.roles.vector();
		if (vector == null || vector.function() == null) {
			return;
		}
		List<@Nullable Object[]> lacking = new ArrayList<>();
		List<String> sources = new ArrayList<>();
		for (@Nullable
		Object[] row : rows) {
			if (row[vector.position()] == null && row[vector.source()] instanceof String text && !text.isBlank()) {
				lacking.add(row);
				sources.add(text);
			}
		}
		if (!lacking.isEmpty()) {
			List<float[]> vectors = embed(this.functions.get(vector.function()), sources, vector);
			for (int i = 0; i < vectors.size(); i++) {
				lacking.get(i)[vector.position()] = vectors.get(i);
			}
		}
	}

	private List<float[]> embed(EmbeddingFunction function, List<String> sources, ColumnRoles.VectorColumn vector) {
		List<float[]> vectors = function.embedSources(sources);
		String column = this.schema.getFields().get(vector.position()).getName();
		if (vectors.size() != sources.size()) {
			throw new EmbeddingException("The embedding function '" + function.name() + "' gave " + vectors.size()
					+ " vectors for " + sources.size() + " texts");
		}
		for (float[] made : vectors) {
			if (made.length != vector.dimensions()) {
				throw new EmbeddingException("The embedding function '" + function.name() + "' gave a vector of "
						+ made.length + " dimensions; the column '" + column + "' has " + vector.dimensions());
			}
		}
		return vectors;
	}

}
