package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.embedding.EmbeddingDefinition;
import io.fletch.store.embedding.EmbeddingDefinitions;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.LanceDbFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * Writes into the metadata of a schema what the functions of its vector columns are.
 */
final class FunctionMetadata {

	private static final Logger logger = LoggerFactory.getLogger(FunctionMetadata.class);

	private final EmbeddingFunctionRegistry registry;

	private final SortedMap<Integer, EmbeddingDefinition> known;

	private final SortedMap<Integer, EmbeddingDefinition> used = new TreeMap<>();

	/** Functions that only LanceDB's metadata names, by the names that they get. */
	private final Map<String, EmbeddingDefinition> foreign = new HashMap<>();

	private FunctionMetadata(EmbeddingFunctionRegistry registry, EmbeddingDefinitions known) {
		this.registry = registry;
		this.known = known.byId();
	}

	/**
	 * Declares the functions of a new table, also those that LanceDB's metadata names.
	 * @throws InvalidInputException if a function does not fit its column
	 * @throws io.fletch.store.embedding.EmbeddingException if a function cannot be made
	 */
	static Schema ofNewTable(Schema schema, EmbeddingFunctionRegistry registry) {
		EmbeddingDefinitions known = EmbeddingDefinitions.read(schema.getCustomMetadata().get(ColumnRoles.FUNCTIONS));
		FunctionMetadata metadata = new FunctionMetadata(registry, known);
		return metadata.declared(metadata.fromLanceDb(schema), (field) -> true);
	}

	/**
	 * Declares the functions of columns that a table gets. What others say stays.
	 */
	static Schema ofNewColumns(Schema schema, Predicate<Field> isNew, EmbeddingFunctionRegistry registry) {
		EmbeddingDefinitions known = EmbeddingDefinitions.read(schema.getCustomMetadata().get(ColumnRoles.FUNCTIONS));
		return new FunctionMetadata(registry, known).declared(schema, isNew);
	}

	/**
	 * Returns a schema as users would write it, for comparisons.
	 */
	static Schema stripped(Schema schema) {
		Map<String, String> metadata = new HashMap<>(
				(schema.getCustomMetadata() != null) ? schema.getCustomMetadata() : Map.of());
		metadata.remove(ColumnRoles.FUNCTIONS);
		List<Field> fields = schema.getFields()
			.stream()
			.map((field) -> with(field, ColumnRoles.DEFINITION, null))
			.toList();
		return new Schema(fields, metadata);
	}

	/**
	 * Returns a field with another entry of its metadata.
	 */
	static Field with(Field field, String key, @Nullable String value) {
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		if (value != null) {
			metadata.put(key, value);
		}
		else {
			metadata.remove(key);
		}
		return new Field(field.getName(),
				new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
				field.getChildren());
	}

	private Schema declared(Schema schema, Predicate<Field> isNew) {
		List<Field> fields = new ArrayList<>();
		for (int i = 0; i < schema.getFields().size(); i++) {
			Field field = schema.getFields().get(i);
			EmbeddingDefinition present = TableFunctions.definition(schema, field);
			if (present != null) {
				this.used.put(Integer.valueOf(field.getMetadata().get(ColumnRoles.DEFINITION)), present);
				fields.add(field);
			}
			else {
				ColumnRoles.VectorColumn column = isNew.test(field) ? ColumnRoles.vectorAt(schema, i) : null;
				fields.add((column != null && column.function() != null) ? declared(schema, column)
						: with(field, ColumnRoles.DEFINITION, null));
			}
		}
		Map<String, String> metadata = new HashMap<>(
				(schema.getCustomMetadata() != null) ? schema.getCustomMetadata() : Map.of());
		metadata.remove(ColumnRoles.FUNCTIONS);
		if (!this.used.isEmpty()) {
			metadata.put(ColumnRoles.FUNCTIONS, new EmbeddingDefinitions(this.used).write());
		}
		return new Schema(fields, metadata);
	}

	private Field declared(Schema schema, ColumnRoles.VectorColumn column) {
		String name = String.valueOf(column.function());
		ColumnVectors.requireFits(schema, column, function(name));
		EmbeddingDefinition definition = definition(name);
		int id = -1;
		int next = 0;
		SortedMap<Integer, EmbeddingDefinition> all = new TreeMap<>(this.known);
		all.putAll(this.used);
		for (Map.Entry<Integer, EmbeddingDefinition> entry : all.entrySet()) {
			id = entry.getValue().equals(definition) ? entry.getKey() : id;
			next = entry.getKey() + 1;
		}
		int chosen = (id >= 0) ? id : next;
		this.used.put(chosen, definition);
		return with(schema.getFields().get(column.position()), ColumnRoles.DEFINITION, String.valueOf(chosen));
	}

	private EmbeddingDefinition definition(String name) {
		EmbeddingDefinition foreign = this.foreign.get(name);
		return (foreign != null) ? foreign : this.registry.define(name);
	}

	private EmbeddingFunction function(String name) {
		EmbeddingDefinition foreign = this.foreign.get(name);
		return (foreign != null) ? this.registry.get(foreign, name) : this.registry.get(name);
	}

	/**
	 * Takes functions over; what is left is kept without what may be secret.
	 */
	private Schema fromLanceDb(Schema schema) {
		String json = schema.getCustomMetadata().get(LanceDbFunction.KEY);
		if (json == null) {
			return schema;
		}
		Schema read = schema;
		List<LanceDbFunction> left = new ArrayList<>();
		for (LanceDbFunction function : LanceDbFunction.read(json)) {
			Schema before = read;
			if (this.registry.types().contains(function.type())) {
				read = fromLanceDb(read, function);
			}
			else {
				logger.warn(
						"The column '{}' was made by LanceDB's embedding function '{}', of which there is none here, "
								+ "so it makes no vectors for new rows; register one of this name",
						function.vector(), function.type());
			}
			if (read == before) {
				left.add(function);
			}
		}
		Map<String, String> metadata = new HashMap<>(read.getCustomMetadata());
		metadata.remove(LanceDbFunction.KEY);
		if (!left.isEmpty()) {
			metadata.put(LanceDbFunction.KEY, LanceDbFunction.write(left));
		}
		return new Schema(read.getFields(), metadata);
	}

	private Schema fromLanceDb(Schema schema, LanceDbFunction function) {
		List<String> names = schema.getFields().stream().map(Field::getName).toList();
		int vector = names.indexOf(function.vector());
		if (vector < 0 || !names.contains(function.source())) {
			throw new InvalidInputException("The metadata '" + LanceDbFunction.KEY + "' of the schema lets vectors of '"
					+ function.vector() + "' be made of '" + function.source() + "', but the columns are " + names
					+ "; add them, or remove the metadata");
		}
		Field field = schema.getFields().get(vector);
		if (field.getMetadata().containsKey(ColumnRoles.FUNCTION)) {
			return schema;
		}
		Map<String, String> options = function.options(this.registry.factory(function.type()).options());
		String name = options.isEmpty() ? function.type() : function.name() + ":" + function.vector();
		List<Field> fields = new ArrayList<>(schema.getFields());
		fields.set(vector, with(with(field, ColumnRoles.FUNCTION, name), ColumnRoles.SOURCE, function.source()));
		Schema declared = new Schema(fields, schema.getCustomMetadata());
		try {
			EmbeddingDefinition definition = options.isEmpty() ? this.registry.define(name)
					: this.registry.define(name, function.type(), options);
			requireFits(declared, vector, definition);
			if (!options.isEmpty()) {
				this.foreign.put(name, definition);
			}
			return declared;
		}
		catch (EmbeddingException | InvalidInputException ex) {
			// The rows can be taken over all the same.
			logger.warn("The function that LanceDB's metadata names for the column '{}' is left away: {}",
					field.getName(), ex.getMessage());
			return schema;
		}
	}

	private void requireFits(Schema schema, int vector, EmbeddingDefinition definition) {
		ColumnRoles.VectorColumn column = ColumnRoles.vectorAt(schema, vector);
		if (column == null) {
			throw new InvalidInputException("it is no column of vectors");
		}
		ColumnVectors.requireFits(schema, column, this.registry.get(definition, definition.name()));
	}

}
