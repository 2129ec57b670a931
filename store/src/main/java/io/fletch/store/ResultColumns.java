package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.FieldTypes;
import io.fletch.store.query.ReturnedScores;

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
	 * Returns the scores that were asked for by what they are for.
	 * @param request the search
	 * @return their names, or {@code null} if nobody asked, or nothing is compared
	 */
	static @Nullable List<String> asked(SearchRequest request) {
		ReturnedScores scores = request.options().scores();
		return switch (request.isScan() ? null : scores) {
			case RELEVANCE -> List.of(ReservedNames.RELEVANCE);
			case ALL -> SCORES;
			case null -> null;
		};
	}

	/**
	 * Returns what the search tells of a row, by the name of a score.
	 */
	static @Nullable Double value(String name, Found found) {
		return switch (name) {
			case ReservedNames.DISTANCE -> found.distance();
			case ReservedNames.SCORE -> found.textScore();
			default -> found.score();
		};
	}

	/**
	 * Returns the values of a row for these columns.
	 * @param values the values of the columns of the table
	 * @param found what the search tells
	 */
	static @Nullable Object[] row(@Nullable Object[] values, Found found) {
		@Nullable Object[] row = Arrays.copyOf(values, values.length + SCORES.size());
		for (int i = 0; i < SCORES.size(); i++) {
			row[values.length + i] = value(SCORES.get(i), found);
		}
		return row;
	}

}
