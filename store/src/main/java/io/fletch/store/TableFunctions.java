package io.fletch.store;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingDefinition;
import io.fletch.store.embedding.EmbeddingDefinitions;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.mapping.ColumnRoles;

/**
 * The embedding functions of the columns of one schema.
 *
 * @param schema the schema
 * @param registry where functions are made
 */
record TableFunctions(Schema schema, EmbeddingFunctionRegistry registry) {

	/**
	 * Returns the function of a column that has one.
	 * @throws EmbeddingException if it cannot be had, or makes other vectors than the
	 * column holds
	 */
	EmbeddingFunction of(ColumnRoles.VectorColumn column) {
		Field field = this.schema.getFields().get(column.position());
		EmbeddingDefinition definition = definition(this.schema, field);
		if (definition != null) {
			return this.registry.get(definition, field.getName());
		}
		String name = column.function();
		if (name == null) {
			throw new EmbeddingException("The column '" + field.getName() + "' has no embedding function");
		}
		return this.registry.get(name);
	}

	/**
	 * Returns what a schema says of the function of a column.
	 * @return the definition, or {@code null} if only the name of the function is known
	 */
	static @Nullable EmbeddingDefinition definition(Schema schema, Field field) {
		String id = field.getMetadata().get(ColumnRoles.DEFINITION);
		if (id == null) {
			return null;
		}
		EmbeddingDefinitions all = EmbeddingDefinitions.read(schema.getCustomMetadata().get(ColumnRoles.FUNCTIONS));
		EmbeddingDefinition found = all.byId()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().toString().equals(id))
			.map((entry) -> entry.getValue())
			.findFirst()
			.orElse(null);
		boolean isOfField = found != null && found.name().equals(field.getMetadata().get(ColumnRoles.FUNCTION));
		return isOfField ? found : null;
	}

}
