package io.fletch.store;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.mapping.ColumnRoles;

/**
 * How users see a stored schema, and what its columns are for.
 *
 * @param stored the schema whose fields carry their ids
 * @param schema the schema without them
 * @param roles what the columns are for
 */
record SchemaView(Schema stored, Schema schema, ColumnRoles roles) {

	static SchemaView of(Schema stored) {
		return new SchemaView(stored, FieldIds.strip(stored), ColumnRoles.of(stored));
	}

	boolean isOf(Schema other) {
		return this.stored == other || this.stored.equals(other);
	}

}
