package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.FieldTypes;

/**
 * The columns that expressions over results can name: those of the table, then what a
 * search tells of a row.
 */
final class ResultColumns {

	private static final List<String> SCORES = List.of(ReservedNames.DISTANCE, ReservedNames.SCORE,
			ReservedNames.RELEVANCE);

	private ResultColumns() {
	}

	/**
	 * Returns the columns.
	 * @param columns the columns of the table
	 * @param request the search; a scan tells nothing of its rows
	 */
	static Schema of(Schema columns, SearchRequest request) {
		if (request.isScan()) {
			return columns;
		}
		List<Field> fields = new ArrayList<>(columns.getFields());
		SCORES.forEach((name) -> fields.add(score(name)));
		return new Schema(fields, columns.getCustomMetadata());
	}

	static Field score(String name) {
		return new Field(name, FieldType.nullable(FieldTypes.FLOAT64), null);
	}

	static boolean isScore(String name) {
		return SCORES.contains(name);
	}

	/**
	 * Returns the values of a row for these columns.
	 * @param values the values of the columns of the table
	 * @param found what the search tells
	 */
	static @Nullable Object[] row(@Nullable Object[] values, Found found) {
		@Nullable Object[] row = Arrays.copyOf(values, values.length + SCORES.size());
		row[values.length] = found.distance();
		row[values.length + 1] = found.textScore();
		row[values.length + 2] = found.score();
		return row;
	}

}
