package io.fletch.springai.vectorstore;

import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingModel;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.embedding.EmbeddingDefinition;
import io.fletch.store.embedding.EmbeddingDefinitions;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingMismatchException;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.mapping.ColumnRoles;

/**
 * What made the vectors of a table. Vectors of different models say nothing about each
 * other, also where they are equally long.
 *
 * @param isFunction whether an embedding function of the table makes them
 * @param definition what the table keeps of that function, if it does
 * @param model the name of the model that made those that are given; {@code null} if it
 * never told
 */
record VectorOrigin(boolean isFunction, @Nullable EmbeddingDefinition definition, @Nullable String model) {

	/** Metadata of the vector field: the name of the model whose vectors are given. */
	static final String MODEL = "vector-store.model";

	static VectorOrigin of(Schema schema, Field vector) {
		Map<String, String> metadata = vector.getMetadata();
		if (!metadata.containsKey(ColumnRoles.FUNCTION)) {
			return new VectorOrigin(false, null, metadata.get(MODEL));
		}
		String id = metadata.getOrDefault(ColumnRoles.DEFINITION, "");
		EmbeddingDefinition definition = EmbeddingDefinitions
			.read(schema.getCustomMetadata().get(ColumnRoles.FUNCTIONS))
			.byId()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().toString().equals(id))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
		return new VectorOrigin(true, definition, null);
	}

	/**
	 * Returns what the field of a new table says of the model that makes its vectors.
	 */
	static Map<String, String> metadataOf(ModelName model) {
		String name = model.get();
		return (name != null) ? Map.of(MODEL, name) : Map.of();
	}

	/**
	 * Checks that a model makes vectors that can be compared with those that are there.
	 * @throws EmbeddingMismatchException if it does not; the message names both
	 * @throws RuntimeException whatever the model throws if it does not answer
	 */
	void requireSame(String table, ModelName found) {
		EmbeddingDefinition made = this.definition;
		if (made != null && found.model() instanceof FletchEmbeddingModel own) {
			require(made.model().equals(description(own.function())), table, made.model().name(), own.toString());
		}
		else if (made != null) {
			String name = found.get();
			require(made.model().name().equals(name), table, made.model().name(), shown(found.model(), name));
		}
		else if (this.model != null) {
			String name = found.get();
			require(name == null || name.equals(this.model), table, this.model, shown(found.model(), name));
		}
	}

	private static EmbeddingDefinition.Model description(EmbeddingFunction function) {
		ModelDescription description = function.description();
		return new EmbeddingDefinition.Model(description.model(), function.dimensions(), description.settings());
	}

	private static String shown(EmbeddingModel model, @Nullable String name) {
		return (name != null) ? "'" + name + "'" : "a " + model.getClass().getSimpleName() + ", which does not tell";
	}

	private void require(boolean isSame, String table, String made, String found) {
		if (!isSame) {
			throw new EmbeddingMismatchException("The vectors of the table '" + table + "' were made by the model '"
					+ made + "', but the embedding model of this store is " + found
					+ ". Their vectors cannot be compared: use the model that the table was made with"
					+ ((this.definition != null) ? ", or no EmbeddingModel, so that the table makes its vectors," : "")
					+ " or another table");
		}
	}

}
