package io.fletch.store.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * Makes records of what a search gives: of some of the columns, and what it tells of each
 * row. The records need no annotations.
 *
 * @param <P> the type of the records
 */
public final class ResultMapping<P extends Record> {

	private final Class<P> type;

	private final RecordShape shape;

	private final List<Field> fields;

	private ResultMapping(Class<P> type) {
		this.type = type;
		this.shape = new RecordShape(type, new RecordSchema(type, null, 1).mappings());
		this.fields = this.shape.fields();
	}

	/**
	 * Maps a type of records.
	 * @param type the type
	 * @param <P> the type
	 * @return the mapping
	 * @throws InvalidInputException if the type is no record, or has a component of a
	 * type that no column has
	 */
	public static <P extends Record> ResultMapping<P> of(Class<P> type) {
		return new ResultMapping<>(type);
	}

	/**
	 * Returns what is read of each row.
	 * @return the names of the columns, in the order of the components
	 */
	public List<String> names() {
		return this.fields.stream().map(Field::getName).toList();
	}

	/**
	 * Checks that a search gives what these records need.
	 * @param results all that the search can give
	 * @param source what is searched, for messages
	 * @throws InvalidInputException if something is missing, or of another type
	 */
	public void requireFits(Schema results, String source) {
		List<String> names = results.getFields().stream().map(Field::getName).toList();
		for (int i = 0; i < this.fields.size(); i++) {
			Field field = this.fields.get(i);
			int place = names.indexOf(field.getName());
			if (place < 0) {
				throw new InvalidInputException(component(i) + ", which " + source + " does not have; there are "
						+ names + ". Name one of them "
						+ "by @Column, and begin with search(...) for what only a search tells");
			}
			String needed = FieldMapping.describeType(field);
			String found = FieldMapping.describeType(results.getFields().get(place));
			if (!needed.equals(found)) {
				throw new InvalidInputException(component(i) + ", which holds " + found + " in " + source
						+ ", and the component " + needed + "; give it the Java type of the column");
			}
		}
	}

	private String component(int i) {
		return "The component '" + this.shape.components().get(i) + "' of the record " + this.type.getName()
				+ " is the column '" + this.fields.get(i).getName() + "'";
	}

	/**
	 * Makes a record.
	 * @param given gives the value for the component with some number
	 * @return the record
	 * @throws InvalidInputException if a value is null, and its component cannot be
	 */
	public P toRecord(IntFunction<@Nullable Object> given) {
		List<@Nullable Object> values = new ArrayList<>(this.fields.size());
		for (int i = 0; i < this.fields.size(); i++) {
			Object value = given.apply(i);
			if (value == null && !this.fields.get(i).isNullable()) {
				throw new InvalidInputException(component(i)
						+ ", which is null in a row that was found; make the component @Nullable, and no primitive");
			}
			values.add(value);
		}
		return this.type.cast(this.shape.toRecord(values.toArray()));
	}

}
