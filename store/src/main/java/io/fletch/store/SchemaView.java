package io.fletch.store;

import java.io.IOException;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.StoreException;
import io.fletch.store.index.text.TextIndex;
import io.fletch.store.io.Storage;
import io.fletch.store.mapping.ColumnRoles;

/**
 * How users see a stored schema, what its columns are for, and the index over its text.
 *
 * @param stored the schema whose fields carry their ids
 * @param schema the schema without them
 * @param roles what the columns are for
 * @param textIndex the index over the text columns
 */
record SchemaView(Schema stored, Schema schema, ColumnRoles roles, TextIndex textIndex) {

	static SchemaView of(Schema stored, Storage storage) {
		ColumnRoles roles = ColumnRoles.of(stored);
		return new SchemaView(stored, FieldIds.strip(stored), roles, new TextIndex(storage, roles.text()));
	}

	boolean isOf(Schema other) {
		return this.stored == other || this.stored.equals(other);
	}

	/**
	 * Returns the view of a changed schema, with a new index if the text columns changed.
	 */
	SchemaView follow(Schema changed, Storage storage) {
		SchemaView next = of(changed, storage);
		if (next.textFields().equals(textFields()) && next.roles.text().equals(this.roles.text())) {
			return new SchemaView(next.stored, next.schema, next.roles, this.textIndex);
		}
		try {
			this.textIndex.close();
		}
		catch (IOException ex) {
			throw new StoreException("The text index could not be closed", ex);
		}
		return next;
	}

	private List<Integer> textFields() {
		List<Field> fields = this.stored.getFields();
		return this.roles.text().stream().map((column) -> FieldIds.of(fields.get(column))).toList();
	}

}
