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
import io.fletch.store.data.RowChecker;
import io.fletch.store.data.Widening;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;

/**
 * Renames fields, and changes their types and whether they may be null. Values are
 * written anew only where the files cannot be read as the new type.
 */
final class AlterColumns implements SchemaChange.Edit {

	private final List<ColumnAlteration> alterations;

	private final List<Integer> rewritten = new ArrayList<>();

	private boolean checksNulls;

	private Schema latest = new Schema(List.of());

	private Schema next = new Schema(List.of());

	AlterColumns(List<ColumnAlteration> alterations) {
		this.alterations = List.copyOf(alterations);
	}

	@Override
	public Operation operation() {
		return Operation.ALTER_COLUMNS;
	}

	@Override
	public Schema schema(Schema present) {
		this.rewritten.clear();
		this.checksNulls = false;
		this.latest = present;
		Schema changed = present;
		Map<List<String>, String> names = new HashMap<>();
		for (ColumnAlteration alteration : this.alterations) {
			FieldPath path = FieldPath.parse(alteration.path());
			ComputedColumns.requireNotUsed(present, path.names().getFirst(), "altered");
			Replacement.requireAlterable(present, path.names().getFirst(),
					alteration.name() == null && alteration.type() == null);
			changed = path.change(changed, (field) -> alter(field, path, alteration));
			String name = alteration.name();
			if (name != null) {
				if (!path.isNested()) {
					ReservedNames.requireFree(name);
				}
				names.put(path.names(), name);
			}
		}
		// All at once, so that names can be swapped.
		changed = new Schema(renamed(changed.getFields(), List.of(), names), changed.getCustomMetadata());
		SchemaChecker.check(FieldIds.strip(changed));
		this.next = changed;
		return changed;
	}

	private static List<Field> renamed(List<Field> level, List<String> parent, Map<List<String>, String> names) {
		List<Field> renamed = new ArrayList<>();
		for (Field field : level) {
			List<String> path = new ArrayList<>(parent);
			path.add(field.getName());
			renamed.add(new Field(names.getOrDefault(path, field.getName()),
					new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata(field, names)),
					renamed(field.getChildren(), path, names)));
		}
		return renamed;
	}

	/**
	 * Lets vectors that are made from a renamed column name it by its new name.
	 */
	private static Map<String, String> metadata(Field field, Map<List<String>, String> names) {
		List<String> sources = ColumnRoles.sources(field);
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		ColumnRoles.putSources(metadata,
				sources.stream().map((source) -> names.getOrDefault(List.of(source), source)).toList());
		return metadata;
	}

	private Field alter(Field field, FieldPath path, ColumnAlteration alteration) {
		boolean nullable = (alteration.nullable() != null) ? alteration.nullable() : field.isNullable();
		this.checksNulls |= field.isNullable() && !nullable;
		Field typed = (alteration.type() != null) ? retype(field, path, alteration.type()) : field;
		return new Field(field.getName(),
				new FieldType(nullable, typed.getType(), typed.getDictionary(), typed.getMetadata()),
				typed.getChildren());
	}

	private Field retype(Field field, FieldPath path, Field type) {
		Field same = new Field(field.getName(),
				new FieldType(field.isNullable(), type.getType(), type.getDictionary(), field.getMetadata()),
				retyped(field, type, path));
		if (Widening.allows(field, same)) {
			return same;
		}
		if (path.isNested() || !isCastable(field, type)) {
			throw new InvalidInputException("The field '" + path + "' of the type " + ColumnType.of(field).label()
					+ " cannot become " + ColumnType.of(same).label()
					+ "; add a column with an expression instead, for example CAST(...), and drop this one");
		}
		// Values written anew must not be mixed up with those in the files so far.
		Field renumbered = new Field(field.getName(),
				new FieldType(field.isNullable(), type.getType(), type.getDictionary(),
						FieldIds.strip(new Schema(List.of(field))).getFields().get(0).getMetadata()),
				type.getChildren());
		this.rewritten.add(FieldIds.of(field));
		return renumbered;
	}

	/**
	 * Gives the fields inside the new type the ids that they have in the old one, by
	 * which their values are found in the files.
	 */
	private static List<Field> retyped(Field field, Field type, FieldPath path) {
		List<Field> retyped = new ArrayList<>();
		List<Field> before = field.getChildren();
		if (before.size() != type.getChildren().size()) {
			throw innerChange(path, "has other fields inside");
		}
		for (int i = 0; i < before.size(); i++) {
			Field old = before.get(i);
			Field next = type.getChildren().get(i);
			if (field.getType() instanceof ArrowType.Struct && !old.getName().equals(next.getName())) {
				throw innerChange(path, "names the field '" + old.getName() + "' '" + next.getName() + "'");
			}
			if (old.isNullable() && !next.isNullable()) {
				throw innerChange(path, "lets '" + old.getName() + "' inside it not be null any more");
			}
			retyped.add(new Field(old.getName(),
					new FieldType(next.isNullable(), next.getType(), next.getDictionary(), old.getMetadata()),
					retyped(old, next, path)));
		}
		return retyped;
	}

	private static InvalidInputException innerChange(FieldPath path, String what) {
		return new InvalidInputException("The new type of '" + path + "' " + what
				+ "; a new type only widens or narrows. Alter fields inside structs by their own paths");
	}

	private static boolean isCastable(Field from, Field to) {
		return isNumber(from) && isNumber(to);
	}

	private static boolean isNumber(Field field) {
		return switch (field.getType().getTypeID()) {
			case Int, FloatingPoint, Decimal -> true;
			default -> false;
		};
	}

	@Override
	public boolean readsRows() {
		return this.checksNulls || !this.rewritten.isEmpty();
	}

	@Override
	public List<String> stored() {
		return positions().stream().map((position) -> this.next.getFields().get(position).getName()).toList();
	}

	private List<Integer> positions() {
		List<Integer> positions = new ArrayList<>();
		List<Field> fields = this.latest.getFields();
		for (int i = 0; i < fields.size(); i++) {
			if (this.rewritten.contains(FieldIds.of(fields.get(i)))) {
				positions.add(i);
			}
		}
		return positions;
	}

	@Override
	public List<@Nullable Object[]> values(RowBatch batch, IntPredicate deleted) {
		RowChecker checker = new RowChecker(FieldIds.strip(this.next));
		List<Integer> positions = positions();
		List<@Nullable Object[]> values = new ArrayList<>(batch.rowCount());
		for (int row = 0; row < batch.rowCount(); row++) {
			@Nullable Object[] changed = new @Nullable Object[positions.size()];
			if (!deleted.test(row)) {
				@Nullable Object[] whole = batch.row(row);
				checker.check(List.<@Nullable Object[]>of(whole));
				for (int i = 0; i < changed.length; i++) {
					changed[i] = whole[positions.get(i)];
				}
			}
			values.add(changed);
		}
		return values;
	}

}
