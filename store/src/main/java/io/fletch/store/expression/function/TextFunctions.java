package io.fletch.store.expression.function;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.CastText;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.function.FunctionDefinition.Kernel;
import io.fletch.store.expression.function.FunctionDefinition.Parameter;
import io.fletch.store.expression.function.FunctionDefinition.Trait;

/**
 * Functions on text. Positions and lengths count characters (code points), from 1.
 */
final class TextFunctions {

	/** What a function may make of one row, as rows can be hostile. */
	private static final int MAX_LENGTH = 100_000_000;

	private TextFunctions() {
	}

	static List<FunctionDefinition> definitions() {
		return List.of(text("lower", (a) -> string(a[0]).toLowerCase(Locale.ROOT), Parameter.TEXT),
				text("upper", (a) -> string(a[0]).toUpperCase(Locale.ROOT), Parameter.TEXT),
				FunctionDefinition.of("length", FunctionDefinition.type(FieldTypes.INT64), TextFunctions::length,
						Parameter.TEXT_OR_BINARY),
				FunctionDefinition.of("octet_length", FunctionDefinition.type(FieldTypes.INT64),
						TextFunctions::octetLength, Parameter.TEXT_OR_BINARY),
				text("trim", (a) -> trim(a, true, true), Parameter.TEXT, Parameter.TEXT).requiring(1),
				text("ltrim", (a) -> trim(a, true, false), Parameter.TEXT, Parameter.TEXT).requiring(1),
				text("rtrim", (a) -> trim(a, false, true), Parameter.TEXT, Parameter.TEXT).requiring(1),
				text("substr", TextFunctions::substring, Parameter.TEXT, Parameter.INTEGER, Parameter.INTEGER)
					.requiring(2),
				text("left", (a) -> left(string(a[0]), integer(a[1])), Parameter.TEXT, Parameter.INTEGER),
				text("right", (a) -> right(string(a[0]), integer(a[1])), Parameter.TEXT, Parameter.INTEGER),
				text("replace", TextFunctions::replace, Parameter.TEXT, Parameter.TEXT, Parameter.TEXT),
				text("reverse", (a) -> new StringBuilder(string(a[0])).reverse().toString(), Parameter.TEXT),
				FunctionDefinition
					.of("concat", FunctionDefinition.type(FieldTypes.UTF8), TextFunctions::concat, Parameter.ANY)
					.with(Trait.TAKES_NULL, Trait.VARIADIC),
				text("||", (a) -> bounded(CastText.of(a[0]) + CastText.of(a[1])), Parameter.ANY, Parameter.ANY),
				FunctionDefinition.of("strpos", FunctionDefinition.type(FieldTypes.INT64), TextFunctions::position,
						Parameter.TEXT, Parameter.TEXT),
				test("starts_with", (a) -> string(a[0]).startsWith(string(a[1]))),
				test("ends_with", (a) -> string(a[0]).endsWith(string(a[1]))),
				test("contains", (a) -> string(a[0]).contains(string(a[1]))), regularExpression("regexp_like"),
				regularExpression("regexp_match"),
				test("contains_tokens", (a) -> Words.of(string(a[0])).containsAll(Words.of(string(a[1])))));
	}

	private static FunctionDefinition text(String name, Kernel kernel, Parameter... parameters) {
		return FunctionDefinition.of(name, FunctionDefinition.type(FieldTypes.UTF8), kernel, parameters);
	}

	private static FunctionDefinition test(String name, Kernel kernel) {
		return FunctionDefinition.of(name, FunctionDefinition.type(FieldTypes.BOOL), kernel, Parameter.TEXT,
				Parameter.TEXT);
	}

	private static FunctionDefinition regularExpression(String name) {
		return FunctionDefinition
			.of(name, FunctionDefinition.type(FieldTypes.BOOL),
					(a) -> RegularExpressions.find(string(a[0]), string(a[1]), (a.length > 2) ? string(a[2]) : ""),
					Parameter.TEXT, Parameter.PATTERN, Parameter.CONSTANT_TEXT)
			.requiring(2);
	}

	private static String string(@Nullable Object value) {
		return (String) Objects.requireNonNull(value);
	}

	private static long integer(@Nullable Object value) {
		return (Long) Objects.requireNonNull(value);
	}

	private static Object length(@Nullable Object[] arguments) {
		return (arguments[0] instanceof byte[] bytes) ? (long) bytes.length : codePoints(string(arguments[0]));
	}

	private static Object octetLength(@Nullable Object[] arguments) {
		return (long) ((arguments[0] instanceof byte[] bytes) ? bytes.length
				: string(arguments[0]).getBytes(StandardCharsets.UTF_8).length);
	}

	private static long codePoints(String text) {
		return text.codePointCount(0, text.length());
	}

	private static String trim(@Nullable Object[] arguments, boolean start, boolean end) {
		String text = string(arguments[0]);
		String removed = (arguments.length > 1) ? string(arguments[1]) : " ";
		int from = 0;
		int to = text.length();
		while (start && from < to && removed.indexOf(text.codePointAt(from)) >= 0) {
			from += Character.charCount(text.codePointAt(from));
		}
		while (end && to > from && removed.indexOf(text.codePointBefore(to)) >= 0) {
			to -= Character.charCount(text.codePointBefore(to));
		}
		return text.substring(from, to);
	}

	private static String substring(@Nullable Object[] arguments) {
		String text = string(arguments[0]);
		long start = integer(arguments[1]) - 1;
		long length = codePoints(text);
		long count = (arguments.length > 2) ? integer(arguments[2]) : length;
		if (count < 0) {
			throw new IllegalArgumentException("a part of a text has at least 0 characters, not " + count);
		}
		long end = (arguments.length > 2) ? Math.clamp(saturatedSum(start, count), 0, length) : length;
		long begin = Math.clamp(start, 0, end);
		int from = text.offsetByCodePoints(0, (int) begin);
		return text.substring(from, text.offsetByCodePoints(from, (int) (end - begin)));
	}

	private static long saturatedSum(long left, long right) {
		return (left > Long.MAX_VALUE - right) ? Long.MAX_VALUE : left + right;
	}

	private static String left(String text, long count) {
		long length = codePoints(text);
		long kept = Math.clamp((count < 0) ? length + count : count, 0, length);
		return text.substring(0, text.offsetByCodePoints(0, (int) kept));
	}

	private static String right(String text, long count) {
		long length = codePoints(text);
		long kept = Math.clamp((count < 0) ? length + count : count, 0, length);
		return text.substring(text.offsetByCodePoints(0, (int) (length - kept)));
	}

	private static String replace(@Nullable Object[] arguments) {
		String text = string(arguments[0]);
		String from = string(arguments[1]);
		String to = string(arguments[2]);
		if (from.isEmpty()) {
			return text;
		}
		long most = text.length() + (long) (text.length() / from.length()) * to.length();
		return (most <= MAX_LENGTH) ? text.replace(from, to) : bounded(text.replace(from, to));
	}

	private static String concat(@Nullable Object[] arguments) {
		StringBuilder joined = new StringBuilder();
		for (Object argument : arguments) {
			if (argument != null) {
				joined.append(CastText.of(argument));
			}
			bounded(joined);
		}
		return joined.toString();
	}

	private static <T extends CharSequence> T bounded(T text) {
		if (text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("the text would have more than " + MAX_LENGTH + " characters");
		}
		return text;
	}

	private static Object position(@Nullable Object[] arguments) {
		String text = string(arguments[0]);
		int found = text.indexOf(string(arguments[1]));
		return (found < 0) ? 0L : text.codePointCount(0, found) + 1L;
	}

}
