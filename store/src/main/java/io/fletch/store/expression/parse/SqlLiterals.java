package io.fletch.store.expression.parse;

import java.math.BigDecimal;
import java.util.HexFormat;

import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.HexValue;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.IntervalQualifier;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.StringValue;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.IntervalText;
import io.fletch.store.expression.TimeText;
import io.fletch.store.query.Interval;

/**
 * The values that stand in SQL.
 */
final class SqlLiterals {

	/**
	 * Returns the first token of a literal.
	 * @return the token, or {@code null} if the expression is no literal
	 */
	static @Nullable String image(Expression parsed) {
		return switch (parsed) {
			case LongValue number -> number.getStringValue();
			case DoubleValue number -> number.toString();
			case StringValue text -> text.toString();
			case BooleanValue flag -> flag.toString();
			case NullValue nothing -> "NULL";
			case HexValue hex -> hex.getValue().startsWith("0") ? hex.getValue() : "X";
			case DateTimeLiteralExpression time -> time.getType().toString();
			case IntervalExpression interval when interval.isUsingIntervalKeyword() -> "INTERVAL";
			default -> null;
		};
	}

	static boolean isNumber(Expression parsed) {
		return parsed instanceof LongValue || parsed instanceof DoubleValue;
	}

	@Nullable Object value(Expression parsed) {
		return switch (parsed) {
			case LongValue number -> number(number.getStringValue());
			case DoubleValue number -> number(number.toString());
			case StringValue text -> text(text);
			case BooleanValue flag -> flag.getValue();
			case NullValue nothing -> null;
			case HexValue hex -> hex(hex);
			case DateTimeLiteralExpression time -> time(time);
			case IntervalExpression interval -> interval(interval);
			default -> throw new IllegalArgumentException("'" + parsed + "' is no value");
		};
	}

	/**
	 * Returns the negation of a number; of text, as the smallest long has no positive
	 * counterpart.
	 */
	static Object negative(String image) {
		return number("-" + image);
	}

	private static Object number(String image) {
		boolean integral = image.chars().allMatch((character) -> character == '-' || Character.isDigit(character));
		if (!integral) {
			return Double.valueOf(image);
		}
		BigDecimal exact = new BigDecimal(image);
		boolean fits = exact.precision() <= FieldTypes.MAX_DIGITS;
		try {
			return exact.longValueExact();
		}
		catch (ArithmeticException ex) {
			// Larger than 64 bits.
			return fits ? (Object) exact : Double.valueOf(image);
		}
	}

	private static String text(StringValue text) {
		if (text.getPrefix() != null && !text.getPrefix().equalsIgnoreCase("N")) {
			throw new IllegalArgumentException("texts with the prefix " + text.getPrefix() + " are not supported");
		}
		return text.getNotExcapedValue();
	}

	private static Object hex(HexValue hex) {
		String image = hex.getValue().strip();
		if (image.startsWith("0")) {
			return Long.parseLong(image.substring(2), 16);
		}
		String digits = image.substring(2, image.length() - 1);
		try {
			return HexFormat.of().parseHex(digits);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"X'" + digits + "' is no binary literal, which has two digits from 0 to " + "9 and A to F a byte",
					ex);
		}
	}

	private static Object time(DateTimeLiteralExpression literal) {
		String quoted = literal.getValue();
		String text = quoted.substring(1, quoted.length() - 1);
		return switch (literal.getType()) {
			case DATE -> TimeText.date(text);
			case TIME -> TimeText.time(text);
			case TIMESTAMP, DATETIME -> TimeText.hasZone(text) ? TimeText.instant(text) : TimeText.dateTime(text);
			case TIMESTAMPTZ -> TimeText.instant(text);
		};
	}

	private static Interval interval(IntervalExpression parsed) {
		String parameter = parsed.getParameter();
		if (parameter == null || parsed.getExpression() != null) {
			throw new IllegalArgumentException("an interval takes a number or a text, such as INTERVAL '1' DAY");
		}
		String amount = parameter.replace("'", "").strip();
		IntervalQualifier qualifier = parsed.getIntervalQualifier();
		String unit = (qualifier != null) ? qualifier.getLeadingField() : "";
		if (qualifier != null && qualifier.getTrailingField() != null) {
			throw new IllegalArgumentException("an interval has one unit, as in INTERVAL '1' DAY, or names them in its "
					+ "text, as in INTERVAL '1 day 2 hours'");
		}
		return IntervalText.parse(amount + " " + unit);
	}

}
