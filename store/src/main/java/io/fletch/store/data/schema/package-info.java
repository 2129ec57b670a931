/**
 * Which schemas can a table have, and how are they stored? Checks schemas, numbers their
 * fields, and turns them into bytes and back without trust in the bytes. Depends on
 * {@code data.column}. Start reading at {@link io.fletch.store.data.schema.SchemaChecker}
 * and {@link io.fletch.store.data.schema.FieldIds}.
 */
@NullMarked
package io.fletch.store.data.schema;

import org.jspecify.annotations.NullMarked;
