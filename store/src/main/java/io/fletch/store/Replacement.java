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
	 * Returns where rows have their old and their new vectors.
	 * @throws ConflictException if one of the columns is not there, or another function
	 * makes the new vectors
	 */
	VectorPair in(Schema schema) {
		List<Field> fields = schema.getFields();
		List<String> names = fields.stream().map(Field::getName).toList();
		for (ColumnRoles.VectorColumn made : ColumnRoles.of(schema).made()) {
			Field field = fields.get(made.position());
			if (isReplacement(field) && names.contains(this.column)) {
				requireBegun(schema, field);
				int old = names.indexOf(this.column);
				return new VectorPair(old, made, isOfOneType(fields.get(old), field));
			}
		}
		throw new ConflictException("The column '" + name() + "' of new vectors for '" + this.column
				+ "' is gone: the same was finished, or given up, elsewhere");
	}

	private void requireBegun(Schema schema, Field field) {
		EmbeddingDefinition found = TableFunctions.definition(schema, field);
		if (!this.registry.define(this.function).equals(found)) {
			throw new ConflictException("The new vectors of '" + this.column + "' are made by another function now, '"
					+ field.getMetadata().get(ColumnRoles.FUNCTION) + "' instead of '" + this.function
					+ "', begun elsewhere; let that come to its end, or call this again to begin anew");
		}
	}

	private static boolean isOfOneType(Field one, Field other) {
		boolean same = one.getType().equals(other.getType()) && one.getChildren().size() == other.getChildren().size();
		for (int i = 0; same && i < one.getChildren().size(); i++) {
			same = isOfOneType(one.getChildren().get(i), other.getChildren().get(i));
		}
		return same;
	}

	/**
	 * Checks that a column can be altered: it neither gets new vectors for another, nor
	 * are its own made anew.
	 * @param keepsVectors whether its name and type stay, which is all that counts for
	 * old vectors
	 */
	static void requireAlterable(Schema schema, String column, boolean keepsVectors) {
		for (Field field : schema.getFields()) {
			String replaced = field.getMetadata().get(ColumnRoles.REPLACES);
			if (replaced == null || !has(schema, replaced)) {
				continue;
			}
			String why = null;
			if (field.getName().equals(column)) {
				why = "it gets the new vectors of '" + replaced;
			}
			else if (replaced.equals(column) && !keepsVectors) {
				why = "its vectors are made anew in '" + field.getName();
			}
			if (why != null) {
				throw new InvalidInputException("The column '" + column + "' cannot be altered: " + why
						+ "'; go on with that to its end, or drop '" + field.getName() + "' to give it up");
			}
		}
	}

	/**
	 * Checks that no column was dropped whose vectors are made anew.
	 */
	static void requireNotDropped(Schema before, Schema after) {
		for (Field field : after.getFields()) {
			String replaced = field.getMetadata().get(ColumnRoles.REPLACES);
			if (replaced != null && has(before, replaced) && !has(after, replaced)) {
				throw new InvalidInputException(
						"The column '" + replaced + "' cannot be dropped: its vectors are made anew in '"
								+ field.getName() + "'; drop that too, or alone to give it up");
			}
		}
	}

	private static boolean has(Schema schema, String column) {
		return schema.getFields().stream().anyMatch((field) -> field.getName().equals(column));
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
		if (old.sources().isEmpty()) {
			throw cannot(name, "it does not say which column they are made of");
		}
		return field;
	}

	private static InvalidInputException cannot(String name, String why) {
		return new InvalidInputException("The vectors of '" + name + "' cannot be made anew: " + why);
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
	 * @param mayBeNull whether rows are left without a vector, so that the column can be
	 * null from now on even if it could not before
	 */
	SchemaChange.Edit end(boolean mayBeNull) {
		return new End(mayBeNull);
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

	private Schema ended(Schema latest, VectorPair pair, boolean nullable) {
		Field made = latest.getFields().get(pair.made().position());
		List<Field> fields = new ArrayList<>();
		for (Field field : latest.getFields()) {
			if (field.getName().equals(this.column)) {
				Field bare = FunctionMetadata.with(made, ColumnRoles.REPLACES, null);
				fields.add(new Field(this.column, new FieldType(nullable, bare.getType(), null, bare.getMetadata()),
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

		private final boolean mayBeNull;

		private @Nullable VectorPair pair;

		private boolean isNullable;

		private End(boolean mayBeNull) {
			this.mayBeNull = mayBeNull;
		}

		@Override
		public Operation operation() {
			return Operation.ALTER_COLUMNS;
		}

		@Override
		public Schema schema(Schema latest) {
			VectorPair found = in(latest);
			this.pair = found;
			this.isNullable = this.mayBeNull || latest.getFields().get(found.old()).isNullable();
			return ended(latest, found, this.isNullable);
		}

		@Override
		public boolean readsRows() {
			return true;
		}

		@Override
		public List<@Nullable Object[]> values(RowBatch batch, IntPredicate deleted) {
			VectorPair checked = this.pair;
			for (int row = 0; checked != null && row < batch.rowCount(); row++) {
				if (!deleted.test(row)
						&& (checked.isLacking(batch, row) || (!this.isNullable && checked.isNull(batch, row)))) {
					throw new LackingException(Replacement.this.column);
				}
			}
			return List.of();
		}

	}

}
