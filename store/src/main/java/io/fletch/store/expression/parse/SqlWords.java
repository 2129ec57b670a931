package io.fletch.store.expression.parse;

import java.util.Locale;
import java.util.Set;

/**
 * Words that the parser takes for types or parts of statements, but that stand for
 * columns where only a value can stand.
 */
final class SqlWords {

	private static final Set<String> TAKEN = Set.of("absent", "all", "any", "approximate", "bigint", "bistring", "blob",
			"bool", "both", "bpchar", "bytea", "check", "connect_by_root", "constraint", "cross", "csv", "current",
			"decimal", "distinctrow", "double", "enum", "errors", "except", "excludes", "extend", "fbv", "fetch",
			"final", "float", "float4", "float64", "float8", "for", "force", "foreign", "full", "having", "hugeint",
			"import", "includes", "inner", "int", "int2", "int4", "int8", "integer", "intersect", "into", "join", "key",
			"lateral", "long", "map", "minus", "natural", "nchar", "nocycle", "number", "numeric", "nvarchar", "only",
			"outer", "output", "pivot", "precision", "preferring", "prewhere", "prior", "qualify", "real", "returning",
			"returns", "row", "sample", "script", "select", "semi", "settings", "short", "smallint", "some",
			"sql_cache", "sql_calc_found_rows", "sql_no_cache", "statement", "table", "tablesample", "timestamp_ms",
			"timestamp_ns", "timestamp_s", "timetz", "tinyint", "trailing", "ubigint", "uhugeint", "uinteger",
			"unbounded", "union", "unique", "unpivot", "use", "using", "usmallint", "utinyint", "uuid", "values",
			"varbinary", "varchar", "varying", "verify", "where", "window", "with", "xmlserialize");

	private static final Set<String> BEFORE = Set.of("", "(", ",", "[", "=", "==", "<", ">", "!", "+", "-", "*", "/",
			"%", "|", "~", ".", "and", "or", "not", "when", "then", "else", "case", "between", "symmetric", "like",
			"ilike", "from");

	private static final Set<String> AFTER = Set.of("", ")", ",", "[", "]", ".", ":", "=", "==", "<", ">", "!", "+",
			"-", "*", "/", "%", "|", "~", "is", "in", "not", "like", "ilike", "between", "and", "or", "then", "else",
			"end", "when", "as", "escape");

	private SqlWords() {
	}

	/**
	 * Tells whether a word is the name of a column.
	 * @param before the token before it, empty if there is none
	 * @param word the word
	 * @param after the token behind it, empty if there is none
	 */
	static boolean isColumn(String before, String word, String after) {
		return TAKEN.contains(lower(word)) && BEFORE.contains(lower(before)) && AFTER.contains(lower(after));
	}

	private static String lower(String token) {
		return token.toLowerCase(Locale.ROOT);
	}

}
