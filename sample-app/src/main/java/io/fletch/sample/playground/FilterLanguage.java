package io.fletch.sample.playground;

import java.util.List;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a filter on the passages can be made of, for whoever completes it while it is
 * written.
 *
 * @param columns the columns of the table
 * @param functions the functions that are of use for such columns
 * @param words the operators that are words
 */
public record FilterLanguage(List<Column> columns, List<Function> functions, List<String> words) {

	private static final List<String> WORDS = List.of("AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "ILIKE", "IS NULL",
			"IS NOT NULL", "CASE WHEN", "true", "false");

	private static final List<Function> FUNCTIONS = List.of(
			new Function("contains", "contains(text, part)", "the text has the part"),
			new Function("contains_tokens", "contains_tokens(text, words)", "every word is in the text, in any case"),
			new Function("starts_with", "starts_with(text, beginning)", "the text begins so"),
			new Function("ends_with", "ends_with(text, end)", "the text ends so"),
			new Function("regexp_like", "regexp_like(text, pattern)", "the pattern is found in the text"),
			new Function("lower", "lower(text)", "small letters"),
			new Function("upper", "upper(text)", "capital letters"),
			new Function("length", "length(text)", "the number of characters"),
			new Function("substring", "substring(text, from, count)", "a part, counted from 1"),
			new Function("left", "left(text, count)", "the first characters"),
			new Function("right", "right(text, count)", "the last characters"),
			new Function("trim", "trim(text)", "without blanks around"),
			new Function("replace", "replace(text, part, other)", "with the part replaced"),
			new Function("strpos", "strpos(text, part)", "where the part begins, from 1; 0 if nowhere"),
			new Function("concat", "concat(a, b, ...)", "joined"),
			new Function("array_has", "array_has(list, value)", "the list has the value"),
			new Function("array_has_any", "array_has_any(list, values)", "the list has one of the values"),
			new Function("array_has_all", "array_has_all(list, values)", "the list has all of the values"),
			new Function("array_length", "array_length(list)", "the number of elements"),
			new Function("coalesce", "coalesce(a, b, ...)", "the first that is not null"),
			new Function("nullif", "nullif(a, b)", "null if both are equal"),
			new Function("abs", "abs(number)", "without sign"),
			new Function("mod", "mod(a, b)", "what is left of a division"),
			new Function("greatest", "greatest(a, b, ...)", "the greatest"),
			new Function("least", "least(a, b, ...)", "the least"));

	public FilterLanguage {
		columns = List.copyOf(columns);
		functions = List.copyOf(functions);
		words = List.copyOf(words);
	}

	static FilterLanguage of(Schema schema) {
		return new FilterLanguage(
				schema.getFields().stream().map((field) -> new Column(field.getName(), type(field))).toList(),
				FUNCTIONS, WORDS);
	}

	private static String type(Field field) {
		return switch (field.getType()) {
			case ArrowType.Utf8 text -> "string";
			case ArrowType.LargeUtf8 text -> "string";
			case ArrowType.Bool bool -> "boolean";
			case ArrowType.Int number -> (number.getIsSigned() ? "int" : "uint") + number.getBitWidth();
			case ArrowType.FloatingPoint number ->
				(number.getPrecision() == FloatingPointPrecision.DOUBLE) ? "double" : "float";
			case ArrowType.Timestamp time -> "timestamp";
			case ArrowType.Date date -> "date";
			case ArrowType.List list -> type(field.getChildren().getFirst()) + "[]";
			case ArrowType.FixedSizeList list -> type(field.getChildren().getFirst()) + "[" + list.getListSize() + "]";
			default -> field.getType().toString();
		};
	}

	/**
	 * A column.
	 *
	 * @param name the name
	 * @param type the type, in the words of the language
	 */
	public record Column(String name, String type) {
	}

	/**
	 * A function.
	 *
	 * @param name the name
	 * @param form how it is written
	 * @param gives what it gives
	 */
	public record Function(String name, String form, String gives) {
	}

}
