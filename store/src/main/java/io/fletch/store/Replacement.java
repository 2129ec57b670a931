package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.embedding.EmbeddingDefinition;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;

/**
 * A column of vectors that is made beside another, and then takes its place.
 *
 * @param column the name of the column whose vectors are made anew
 * @param function the name of the function that makes them
 * @param registry where the function is
 */
record Replacement(String column, String function, EmbeddingFunctionRegistry registry) {

	private static final String SUFFIX = "_reembedding";

	/**
	 * Returns what the column is called until it takes the place of the other.
	 */
	String name() {
		return this.column + SUFFIX;
	}

	/**
	 * Returns where a row has its source and its new vector.
	 * @throws ConflictException if the column is not there
	 */
	ColumnRoles.VectorColumn in(Schema schema) {
		for (ColumnRoles.VectorColumn made : ColumnRoles.of(schema).made()) {
			if (isReplacement(schema.getFields().get(made.position()))) {
				return made;
			}
		}
		throw new ConflictException("The column '" + name() + "' of new vectors for '" + this.column
				+ "' is gone: the same was finished, or given up, elsewhere");
	}

	private boolean isReplacement(Field field) {
		return this.column.equals(field.getMetadata().get(ColumnRoles.REPLACES));
	}

	private static Field old(Schema schema, String name) {
		Field field = schema.getFields()
			.stream()
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElse(null);
		int position = schema.getFields().indexOf(field);
		ColumnRoles.VectorColumn old = (field != null) ? ColumnRoles.vectorAt(schema, position) : null;
		if (field == null) {
			throw cannot(name, "there is no such column");
		}
		if (old == null) {
			throw cannot(name, "it is no column of vectors");
		}
		if (old.source() < 0) {
			throw cannot(name, "it does not say which column they are made of");
		}
		return field;
	}

	private static InvalidInputException cannot(String name, String why) {
		return new InvalidInputException("The vectors of '" + name + "' cannot be made anew: " + why);
	}

	/**
	 * Tells which rows lack a vector that can be made.
	 */
	static boolean isLacking(RowBatch batch, ColumnRoles.VectorColumn column, int row) {
		ColumnReader vectors = batch.columns().get(column.position());
		return vectors.isNull(row) && ColumnVectors.isSource(batch.columns().get(column.source()).get(row));
	}

	/**
	 * Adds the column, unless there is one to go on with. One that another function began
	 * goes.
	 */
	SchemaChange.Edit beginning() {
		return new Beginning();
	}

	/**
	 * Puts the column in the place of the other.
	 */
	SchemaChange.Edit end() {
		return new End();
	}

	private Schema begun(Schema latest) {
		Field old = old(latest, this.column);
		ComputedColumns.requireNotUsed(latest, this.column, "made anew");
		List<Field> fields = new ArrayList<>(latest.getFields());
		fields.removeIf(this::isReplacement);
		if (fields.stream().anyMatch((field) -> field.getName().equals(name()))) {
			throw new InvalidInputException("The table has a column '" + name()
					+ "', which is what the new vectors are called until they are all made; rename it");
		}
		fields.add(made(old));
		Schema changed = FunctionMetadata.ofNewColumns(new Schema(fields, latest.getCustomMetadata()),
				this::isReplacement, this.registry);
		Field present = latest.getFields().stream().filter(this::isReplacement).findFirst().orElse(null);
		EmbeddingDefinition before = (present != null) ? TableFunctions.definition(latest, present) : null;
		if (before != null && before.equals(TableFunctions.definition(changed, changed.getFields().getLast()))) {
			return latest;
		}
		SchemaChecker.check(FieldIds.strip(changed));
		return changed;
	}

	private Field made(Field old) {
		Map<String, String> metadata = new HashMap<>(
				FieldIds.strip(new Schema(List.of(old))).getFields().getFirst().getMetadata());
		metadata.remove(ColumnRoles.DEFINITION);
		metadata.put(ColumnRoles.FUNCTION, this.function);
		metadata.put(ColumnRoles.REPLACES, this.column);
		Field resized = resized(FieldIds.strip(new Schema(List.of(old))).getFields().getFirst());
		return new Field(name(), new FieldType(true, resized.getType(), null, metadata), resized.getChildren());
	}

	private Field resized(Field field) {
		if (field.getType() instanceof ArrowType.FixedSizeList) {
			ArrowType type = new ArrowType.FixedSizeList(this.registry.get(this.function).dimensions());
			return new Field(field.getName(), new FieldType(field.isNullable(), type, null, field.getMetadata()),
					field.getChildren());
		}
		return new Field(field.getName(), new FieldType(field.isNullable(), field.getType(), null, field.getMetadata()),
				field.getChildren().stream().map(this::resized).toList());
	}

	private Schema ended(Schema latest) {
		Field made = latest.getFields().get(in(latest).position());
		List<Field> fields = new ArrayList<>();
		for (Field field : latest.getFields()) {
			if (field.getName().equals(this.column)) {
				Field bare = FunctionMetadata.with(made, ColumnRoles.REPLACES, null);
				fields.add(new Field(this.column,
						new FieldType(bare.isNullable(), bare.getType(), null, bare.getMetadata()),
						bare.getChildren()));
			}
			else if (field != made) {
				fields.add(field);
			}
		}
		return FunctionMetadata.ofNewColumns(new Schema(fields, latest.getCustomMetadata()), (field) -> false,
				this.registry);
	}

	/**
	 * Tells that rows lack a vector.
	 */
	static final class LackingException extends StoreException {

		private LackingException(String column) {
			super("Rows came whose vectors of the column '" + column + "' are not made yet; try again");
		}

	}

	private final class Beginning implements SchemaChange.Edit {

		@Override
		public Operation operation() {
			return Operation.ADD_COLUMNS;
		}

		@Override
		public Schema schema(Schema latest) {
			return begun(latest);
		}

	}

	private final class End implements SchemaChange.Edit {

		private ColumnRoles.@Nullable VectorColumn made;

		@Override
		public Operation operation() {
			return Operation.ALTER_COLUMNS;
		}

		@Override
		public Schema schema(Schema latest) {
			this.made = in(latest);
			return ended(latest);
		}

		@Override
		public boolean readsRows() {
			return true;
		}

		@Override
		public List<@Nullable Object[]> values(RowBatch batch, IntPredicate deleted) {
			ColumnRoles.VectorColumn checked = this.made;
			for (int row = 0; checked != null && row < batch.rowCount(); row++) {
				if (!deleted.test(row) && isLacking(batch, checked, row)) {
					throw new LackingException(Replacement.this.column);
				}
			}
			return List.of();
		}

	}

}
