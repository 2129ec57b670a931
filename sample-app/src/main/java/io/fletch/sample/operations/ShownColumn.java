package io.fletch.sample.operations;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A column.
 *
 * @param name the name
 * @param type the type, as Arrow writes it
 */
public record ShownColumn(String name, String type) {

	static List<ShownColumn> of(Schema schema) {
		return schema.getFields()
			.stream()
			.map((field) -> new ShownColumn(field.getName(), field.getType().toString()))
			.toList();
	}

}
