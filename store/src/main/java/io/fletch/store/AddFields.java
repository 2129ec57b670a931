package io.fletch.store;

import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;

/**
 * Adds fields to a struct. No file has them, so they are null in the rows that are there.
 */
final class AddFields implements SchemaChange.Edit {

	private final FieldPath parent;

	private final List<Field> fields;

	AddFields(String parent, List<Field> fields) {
		this.parent = FieldPath.parse(parent);
		this.fields = FieldIds.strip(new Schema(fields)).getFields();
		for (Field field : this.fields) {
			if (!field.isNullable()) {
				throw new InvalidInputException("The new field '" + field.getName() + "' of '" + this.parent
						+ "' has no value for the rows of the table, but cannot be null; make it nullable");
			}
		}
	}

	@Override
	public Operation operation() {
		return Operation.ADD_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		Schema changed = this.parent.change(latest, this::extend);
		SchemaChecker.check(FieldIds.strip(changed));
		return changed;
	}

	private Field extend(Field struct) {
		if (!(struct.getType() instanceof ArrowType.Struct)) {
			throw new InvalidInputException("The field '" + this.parent + "' is no struct but of the type "
					+ struct.getType() + ", so it takes no fields; add a column instead");
		}
		List<Field> children = new ArrayList<>(struct.getChildren());
		for (Field field : this.fields) {
			if (children.stream().anyMatch((child) -> child.getName().equals(field.getName()))) {
				throw new InvalidInputException("The struct '" + this.parent + "' already has a field '"
						+ field.getName() + "'; choose another name, or alter or drop that field");
			}
			children.add(field);
		}
		return new Field(struct.getName(), struct.getFieldType(), children);
	}

}
