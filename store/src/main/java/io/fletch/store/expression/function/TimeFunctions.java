package io.fletch.store.expression.function;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Casts;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.TimeText;
import io.fletch.store.expression.Values;
import io.fletch.store.expression.function.FunctionDefinition.Parameter;

/**
 * Functions on dates and timestamps. Timestamps with a zone are taken in UTC.
 */
public final class TimeFunctions {

	private static final List<String> PARTS_OF_DAY = List.of("hour", "minute", "second", "millisecond", "microsecond",
			"nanosecond", "epoch");

	private TimeFunctions() {
	}

	static List<FunctionDefinition> definitions() {
		return List.of(clock("now", FieldTypes.TIMESTAMP), clock("current_timestamp", FieldTypes.TIMESTAMP),
				clock("localtimestamp", FieldTypes.DATETIME), clock("current_date", FieldTypes.DATE),
				clock("current_time", FieldTypes.TIME), clock("localtime", FieldTypes.TIME),
				FunctionDefinition.of("date_part", FunctionDefinition.type(FieldTypes.FLOAT64),
						(a) -> part(unit(a[0]), a[1]), Parameter.CONSTANT_TEXT, Parameter.MOMENT_OR_TIME),
				FunctionDefinition.of("date_trunc", TimeFunctions::truncatedType,
						(a) -> truncated(unit(a[0]), Objects.requireNonNull(a[1])), Parameter.CONSTANT_TEXT,
						Parameter.MOMENT),
				shortPart("year", Parameter.MOMENT), shortPart("month", Parameter.MOMENT),
				shortPart("day", Parameter.MOMENT), shortPart("hour", Parameter.MOMENT_OR_TIME),
				shortPart("minute", Parameter.MOMENT_OR_TIME),
				FunctionDefinition
					.of("to_timestamp", FunctionDefinition.type(FieldTypes.TIMESTAMP), TimeFunctions::toTimestamp,
							Parameter.ANY, Parameter.FORMAT)
					.requiring(1),
				FunctionDefinition
					.of("to_date", FunctionDefinition.type(FieldTypes.DATE), TimeFunctions::toDate, Parameter.ANY,
							Parameter.FORMAT)
					.requiring(1));
	}

	private static FunctionDefinition clock(String name, ArrowType type) {
		return FunctionDefinition.of(name, FunctionDefinition.type(type), (a) -> {
			throw new IllegalStateException("The clock is read once, before the evaluation");
		});
	}

	private static FunctionDefinition shortPart(String name, Parameter parameter) {
		return FunctionDefinition.of(name, FunctionDefinition.type(FieldTypes.INT64), (a) -> (long) part(name, a[0]),
				parameter);
	}

	/**
	 * Checks that {@code date_part} knows a part.
	 * @param part the name of the part
	 * @param isTimeOfDay whether it is one of a time of day, which has fewer
	 * @throws IllegalArgumentException if there is no such part
	 */
	public static void requirePart(String part, boolean isTimeOfDay) {
		part(unit(part), isTimeOfDay ? LocalTime.MIDNIGHT : LocalDate.EPOCH);
	}

	private static double part(String unit, @Nullable Object moment) {
		if (!(moment instanceof LocalTime time)) {
			return part(unit, dateTime(moment));
		}
		if (!PARTS_OF_DAY.contains(unit)) {
			throw new IllegalArgumentException(
					"a time of day has no '" + unit + "'; its parts are " + String.join(", ", PARTS_OF_DAY));
		}
		return part(unit, time.atDate(LocalDate.EPOCH));
	}

	/**
	 * Returns what a function of the clock gives, or {@code null} for other functions.
	 * @param function its name
	 * @param now the time that it gives
	 * @return the value, or {@code null} if the function does not give the time
	 */
	public static @Nullable Object clockValue(String function, Instant now) {
		LocalDateTime local = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
		return switch (function) {
			case "now", "current_timestamp" -> now;
			case "localtimestamp" -> local;
			case "current_date" -> local.toLocalDate();
			case "current_time", "localtime" -> local.toLocalTime();
			default -> null;
		};
	}

	private static String unit(@Nullable Object value) {
		String unit = ((String) Objects.requireNonNull(value)).toLowerCase(Locale.ROOT);
		return (unit.endsWith("s") && !unit.equals("s")) ? unit.substring(0, unit.length() - 1) : unit;
	}

	private static LocalDateTime dateTime(@Nullable Object moment) {
		return switch (Objects.requireNonNull(moment)) {
			case LocalDate date -> date.atStartOfDay();
			case LocalDateTime time -> time;
			case Instant instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
			default -> throw new IllegalStateException("No point in time: " + moment);
		};
	}

	private static double part(String unit, LocalDateTime time) {
		return switch (unit) {
			case "millennium" -> Math.floorDiv(time.getYear() - 1, 1000) + 1;
			case "century" -> Math.floorDiv(time.getYear() - 1, 100) + 1;
			case "decade" -> Math.floorDiv(time.getYear(), 10);
			case "year" -> time.getYear();
			case "isoyear" -> time.get(IsoFields.WEEK_BASED_YEAR);
			case "quarter" -> time.get(IsoFields.QUARTER_OF_YEAR);
			case "month" -> time.getMonthValue();
			case "week" -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
			case "day" -> time.getDayOfMonth();
			case "dow" -> time.getDayOfWeek().getValue() % 7;
			case "isodow" -> time.getDayOfWeek().getValue();
			case "doy" -> time.getDayOfYear();
			case "hour" -> time.getHour();
			case "minute" -> time.getMinute();
			case "second" -> time.getSecond() + time.getNano() / 1e9;
			case "millisecond" -> time.getSecond() * 1e3 + time.getNano() / 1e6;
			case "microsecond" -> time.getSecond() * 1e6 + time.getNano() / 1e3;
			case "nanosecond" -> time.getSecond() * 1e9 + time.getNano();
			case "epoch" -> time.toEpochSecond(ZoneOffset.UTC) + time.getNano() / 1e9;
			default -> throw new IllegalArgumentException("'" + unit
					+ "' is no part of a time; parts are millennium, century, decade, year, isoyear, quarter, month, "
					+ "week, day, dow, isodow, doy, " + String.join(", ", PARTS_OF_DAY));
		};
	}

	private static Field truncatedType(List<Field> arguments) {
		return FieldTypes.named("", arguments.get(1), false);
	}

	private static Object truncated(String unit, Object moment) {
		LocalDateTime truncated = truncated(unit, dateTime(moment));
		return switch (moment) {
			case LocalDate date -> truncated.toLocalDate();
			case Instant instant -> truncated.toInstant(ZoneOffset.UTC);
			default -> truncated;
		};
	}

	private static LocalDateTime truncated(String unit, LocalDateTime time) {
		LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
		return switch (unit) {
			case "millennium" -> day.withDayOfYear(1).withYear(Math.floorDiv(time.getYear() - 1, 1000) * 1000 + 1);
			case "century" -> day.withDayOfYear(1).withYear(Math.floorDiv(time.getYear() - 1, 100) * 100 + 1);
			case "decade" -> day.withDayOfYear(1).withYear(Math.floorDiv(time.getYear(), 10) * 10);
			case "year" -> day.withDayOfYear(1);
			case "quarter" -> day.withDayOfMonth(1).withMonth((time.getMonthValue() - 1) / 3 * 3 + 1);
			case "month" -> day.withDayOfMonth(1);
			case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
			case "day" -> day;
			case "hour" -> time.truncatedTo(ChronoUnit.HOURS);
			case "minute" -> time.truncatedTo(ChronoUnit.MINUTES);
			case "second" -> time.truncatedTo(ChronoUnit.SECONDS);
			case "millisecond" -> time.with(ChronoField.MILLI_OF_SECOND, time.get(ChronoField.MILLI_OF_SECOND));
			case "microsecond" -> time.with(ChronoField.MICRO_OF_SECOND, time.get(ChronoField.MICRO_OF_SECOND));
			default -> throw new IllegalArgumentException("a time cannot be cut at '" + unit
					+ "'; it can at millennium, "
					+ "century, decade, year, quarter, month, week, day, hour, minute, second, millisecond and microsecond");
		};
	}

	private static Object toTimestamp(@Nullable Object[] arguments) {
		if (arguments.length > 1) {
			return TimeFormat.of((String) Objects.requireNonNull(arguments[1])).instant(text(arguments[0]));
		}
		return switch (Objects.requireNonNull(arguments[0])) {
			case String text -> TimeText.instant(text);
			case Number seconds -> Casts.fromSeconds(Values.decimal(seconds));
			case Instant instant -> instant;
			default -> dateTime(arguments[0]).toInstant(ZoneOffset.UTC);
		};
	}

	private static Object toDate(@Nullable Object[] arguments) {
		if (arguments.length > 1) {
			return TimeFormat.of((String) Objects.requireNonNull(arguments[1])).date(text(arguments[0]));
		}
		return switch (Objects.requireNonNull(arguments[0])) {
			case String text -> LocalDate.ofInstant(TimeText.instant(text), ZoneOffset.UTC);
			case LocalDate date -> date;
			case Long days -> LocalDate.ofEpochDay(days);
			default -> dateTime(arguments[0]).toLocalDate();
		};
	}

	private static String text(@Nullable Object value) {
		if (value instanceof String text) {
			return text;
		}
		throw new IllegalArgumentException("a format is for a text, not for " + value);
	}

}
