package io.fletch.store;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;

/**
 * Drops columns, or fields inside columns. Their values stay in the files until these are
 * written anew.
 */
final class DropColumns implements SchemaChange.Edit {

	private final List<FieldPath> paths;

	DropColumns(List<String> paths) {
		this.paths = paths.stream().map(FieldPath::parse).toList();
	}

	@Override
	public Operation operation() {
		return Operation.DROP_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		Schema changed = latest;
		for (FieldPath path : this.paths) {
			ComputedColumns.requireNotUsed(latest, path.names().getFirst(), "dropped");
			changed = path.change(changed, (field) -> null);
		}
		if (changed.getFields().isEmpty()) {
			throw new InvalidInputException("Cannot drop all columns; drop the table instead");
		}
		requireSources(changed);
		Replacement.requireNotDropped(latest, changed);
		SchemaChecker.check(FieldIds.strip(changed));
		return changed;
	}

	private static void requireSources(Schema changed) {
		List<String> names = changed.getFields().stream().map(Field::getName).toList();
		for (Field field : changed.getFields()) {
			for (String source : ColumnRoles.sources(field)) {
				if (!names.contains(source)) {
					throw new InvalidInputException("The column '" + source + "' cannot be dropped: the vectors of '"
							+ field.getName() + "' are made from it; drop that column too");
				}
			}
		}
	}

}
