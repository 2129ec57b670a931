package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers of a text, each with its sign and the unit that stands right before
 * or behind it. Looks at few characters around each number, however long the text is.
 */
final class QuantityReader {

	/** A fraction that belongs to what stands before it, or a power of ten. */
	private static final Pattern NUMBER = Pattern
		.compile("(?<!\\p{Nd})10\u207b?[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,3}"
				+ "|(?:\\p{Nd}{1,9}[ \u00a0\u2009\u202f]?)?[\u00bc-\u00be\u2150-\u215e]|\\p{Nd}+(?:(?:[.,'\u2019]|[\u00a0\u2009\u202f](?=\\p{Nd}{3}(?!\\p{Nd})))\\p{Nd}+){0,20}");

	private static final String FRACTIONS = "\u00bd\u00bc\u00be\u2155\u2156\u2157\u2158\u215b\u215c\u215d\u215e";

	private static final List<String> DECIMALS = List.of("5", "25", "75", "2", "4", "6", "8", "125", "375", "625",
			"875");

	private static final Pattern GROUP = Pattern.compile("[.,'\u2019\u00a0\u2009\u202f](?=\\p{Nd}{3}(?!\\p{Nd}))");

	private static final Pattern DECIMAL = Pattern.compile("(\\p{Nd}+)(?:[.,](\\p{Nd}+))?");

	/** Between numbers that share what stands behind the last one. */
	private static final Pattern JOIN = Pattern
		.compile("\\s*(?:[-,;/&x\u00d7\u2010-\u2015\u00b1]|,?\\s*(?:to|and|or|by|bis|und|oder))\\s*");

	private static final Pattern BRACKETED = Pattern.compile("[(\\[]\\s?(?:in )?([^()\\[\\]\\s]{1,12})\\s?[)\\]]");

	private static final Pattern BELOW = Pattern.compile("\\s{0,2}below (?:zero|freezing)\\b");

	private static final int LONGEST_JOIN = 8;

	private static final int ABOUT = 80;

	private static final String MINUS = "-\u2212\u2010\u2011\u2012\u2013\uff0d";

	private final String text;

	/** Where what belongs to the last number ends. */
	private int end;

	QuantityReader(String text) {
		this.text = narrow(text);
	}

	/** Wide digits and signs, as in Japanese texts, are those of ASCII. */
	private static String narrow(String text) {
		StringBuilder narrow = new StringBuilder(text.length());
		text.chars()
			.map((character) -> (character >= '\uff01' && character <= '\uff5e') ? character - 0xfee0 : character)
			.forEach((character) -> narrow.append((char) character));
		return narrow.toString();
	}

	/**
	 * Returns the units that stand in brackets without a number, as in the heads of
	 * tables.
	 */
	Set<String> bracketed() {
		Set<String> units = new HashSet<>();
		Matcher matcher = BRACKETED.matcher(this.text);
		while (matcher.find()) {
			units.addAll(unit(matcher.group(1)));
		}
		return units;
	}

	private static Set<String> unit(String written) {
		UnitReader reader = new UnitReader(written, 0);
		reader.read();
		return (reader.end() == written.length()) ? reader.units() : Set.of();
	}

	/**
	 * Reads the numbers in their order.
	 */
	List<Quantity> read() {
		List<Quantity> quantities = new ArrayList<>();
		List<Found> waiting = new ArrayList<>();
		Matcher matcher = NUMBER.matcher(this.text);
		while (this.end <= this.text.length() && matcher.find(this.end)) {
			if (!waiting.isEmpty() && !isJoined(matcher.start())) {
				flush(waiting, quantities);
			}
			Found found = found(decimal(matcher.group()), matcher.start(), matcher.end());
			waiting.add(found);
			if (found.isTold()) {
				flush(waiting, quantities);
			}
		}
		flush(waiting, quantities);
		return quantities;
	}

	/** Writes a fraction with decimals; thirds, sixths and their like as they are. */
	private static String decimal(String written) {
		int fraction = FRACTIONS.indexOf(written.charAt(written.length() - 1));
		String whole = written.substring(0, written.length() - 1).strip();
		return (fraction < 0) ? written : (whole.isEmpty() ? "0" : whole) + "." + DECIMALS.get(fraction);
	}

	private boolean isJoined(int start) {
		int signed = (start > this.end && MINUS.indexOf(this.text.charAt(start - 1)) >= 0 && sign(start)) ? start - 1
				: start;
		return signed - this.end <= LONGEST_JOIN && JOIN.matcher(this.text).region(this.end, signed).matches();
	}

	/**
	 * Ends a list such as "5, 10 or 15 kg", whose last number tells the unit of all.
	 */
	private static void flush(List<Found> waiting, List<Quantity> quantities) {
		if (waiting.isEmpty()) {
			return;
		}
		Found last = waiting.getLast();
		for (Found found : waiting) {
			List<Quantity.Reading> readings = new ArrayList<>(found.readings());
			if (found != last) {
				last.tails().forEach((tail) -> readings.addAll(found.with(tail)));
			}
			quantities.add(new Quantity(readings.stream().distinct().toList()));
		}
		waiting.clear();
	}

	private Found found(String written, int start, int after) {
		UnitReader unit = new UnitReader(this.text, after);
		unit.read();
		List<Tail> tails = tails(before(start), unit, unit.isAttached("s") && after - start == 4);
		this.end = unit.end();
		boolean isNegative = sign(start) || BELOW.matcher(around(this.end)).lookingAt();
		boolean isTold = tails.stream().anyMatch(Tail::isTold);
		Set<String> loose = isTold ? Set.of() : unit.loose();
		return new Found(written, isNegative, tails, loose.isEmpty() ? List.of() : List.of(new Tail(0, loose)));
	}

	/** One letter can be a unit or a power of ten; behind money it is no unit. */
	private static List<Tail> tails(Set<String> before, UnitReader unit, boolean isYears) {
		Integer power = unit.power();
		String divisor = unit.divisor();
		if (power == null || isYears) {
			return List.of(new Tail(0, units(before, isYears ? Set.of() : unit.units(), divisor)));
		}
		Tail multiple = new Tail(power, units(before, unit.unitsOfPower(), divisor));
		boolean isSure = !before.isEmpty() || unit.units().isEmpty() && !unit.isLetterApart();
		return isSure ? List.of(multiple) : List.of(new Tail(0, units(before, unit.units(), divisor)), multiple);
	}

	private static Set<String> units(Set<String> before, Set<String> behind, @Nullable String divisor) {
		Set<String> units = before.isEmpty() ? behind : before;
		return (divisor != null)
				? units.stream().map((unit) -> unit + "/" + divisor).collect(Collectors.toUnmodifiableSet()) : units;
	}

	private String around(int from) {
		return this.text.substring(from, Math.min(this.text.length(), from + ABOUT));
	}

	/** Currencies stand before a number, too. */
	private Set<String> before(int start) {
		int at = beforeSign(start);
		int space = at;
		while (space > 0 && at - space < 2 && isSpace(this.text.charAt(space - 1))) {
			space--;
		}
		int from = space;
		while (from > 0 && space - from < 4 && !isSpace(this.text.charAt(from - 1))
				&& !Character.isDigit(this.text.charAt(from - 1)) && "([{\"'+".indexOf(this.text.charAt(from - 1)) < 0
				&& MINUS.indexOf(this.text.charAt(from - 1)) < 0) {
			from--;
		}
		String written = this.text.substring(from, space);
		Set<String> units = written.isEmpty() ? Set.of() : Units.of(written);
		boolean isCode = written.length() == 3 && written.equals(written.toUpperCase(Locale.ROOT));
		boolean isSymbol = !written.isEmpty()
				&& Character.getType(written.charAt(written.length() - 1)) == Character.CURRENCY_SYMBOL;
		if (isSymbol && units.isEmpty()) {
			units = Units.of(written.substring(written.length() - 1));
		}
		return (Units.isMoney(units) && (isCode || isSymbol)) ? units : Set.of();
	}

	private int beforeSign(int start) {
		return (start > 0 && MINUS.indexOf(this.text.charAt(start - 1)) >= 0) ? start - 1 : start;
	}

	/**
	 * Tells whether a minus belongs to the number: neither that of a word, nor that of a
	 * range.
	 */
	private boolean sign(int start) {
		String said = this.text.substring(Math.max(0, start - 10), start).toLowerCase(Locale.ROOT).stripTrailing();
		if (said.length() < Math.min(start, 10) && (isWord(said, "minus") || isWord(said, "negative"))) {
			return true;
		}
		int at = start;
		if (at > 0 && Character.getType(this.text.charAt(at - 1)) == Character.CURRENCY_SYMBOL) {
			at--;
		}
		if (at == 0 || MINUS.indexOf(this.text.charAt(at - 1)) < 0) {
			return false;
		}
		at--;
		if (at > 0 && Character.getType(this.text.charAt(at - 1)) == Character.CURRENCY_SYMBOL) {
			at--;
		}
		if (at == 0) {
			return true;
		}
		char before = this.text.charAt(at - 1);
		if (!isSpace(before)) {
			return "([{\"'=:<>~|/,;\u2248\u2264\u2265\u201c\u201e\u00ab\u2018*_".indexOf(before) >= 0 || isRange(at);
		}
		boolean isDash = this.text.charAt(at) == '\u2013';
		return !(isDash && at > 1 && Character.isDigit(this.text.charAt(at - 2)));
	}

	/** In "-10--5" the second one is the sign. */
	private boolean isRange(int at) {
		return at > 1 && MINUS.indexOf(this.text.charAt(at - 1)) >= 0 && Character.isDigit(this.text.charAt(at - 2));
	}

	private static boolean isWord(String said, String word) {
		int from = said.length() - word.length();
		return said.endsWith(word) && (from == 0 || !Character.isLetterOrDigit(said.charAt(from - 1)));
	}

	static boolean isSpace(char character) {
		return Character.isWhitespace(character) || Character.isSpaceChar(character);
	}

	/**
	 * What stands behind a number: a power of ten, and units.
	 */
	private record Tail(int power, Set<String> units) {

		boolean isTold() {
			return this.power > 0 || !this.units.isEmpty();
		}

	}

	/**
	 * A number as it is written.
	 *
	 * @param tails what stands around it, in each meaning
	 * @param loose a unit behind another word, which may be its unit
	 */
	private record Found(String written, boolean isNegative, List<Tail> tails, List<Tail> loose) {

		/** Tells whether a unit or a power of ten is told. */
		boolean isTold() {
			return this.tails.stream().anyMatch(Tail::isTold);
		}

		List<Quantity.Reading> readings() {
			List<Quantity.Reading> readings = new ArrayList<>();
			this.tails.forEach((tail) -> readings.addAll(with(tail)));
			this.loose.forEach((tail) -> readings.addAll(with(tail)));
			return readings;
		}

		List<Quantity.Reading> with(Tail tail) {
			return numbers().stream()
				.map((number) -> new Quantity.Reading(shifted(number, tail.power()), tail.units()))
				.toList();
		}

		/** A point before three digits parts thousands, or decimals. */
		private Set<String> numbers() {
			Set<String> numbers = new HashSet<>();
			boolean isSmall = Character.digit(this.written.charAt(0), 10) == 0;
			if (!isSmall) {
				numbers.add(GROUP.matcher(this.written).replaceAll(""));
			}
			if (isSmall || DECIMAL.matcher(this.written).matches()) {
				numbers.add(this.written);
			}
			return numbers;
		}

		private String shifted(String number, int power) {
			Matcher parts = DECIMAL.matcher(number);
			if (!parts.matches()) {
				return number.replace(',', '.');
			}
			String decimals = (parts.group(2) != null) ? digits(parts.group(2)) : "";
			String moved = decimals + "0".repeat(Math.max(0, power - decimals.length()));
			String whole = digits(parts.group(1)) + moved.substring(0, power);
			int first = 0;
			while (first < whole.length() - 1 && whole.charAt(first) == '0') {
				first++;
			}
			int last = moved.length();
			while (last > power && moved.charAt(last - 1) == '0') {
				last--;
			}
			String plain = whole.substring(first) + ((last > power) ? "." + moved.substring(power, last) : "");
			return (this.isNegative && !plain.equals("0")) ? "-" + plain : plain;
		}

		private static String digits(String written) {
			StringBuilder digits = new StringBuilder(written.length());
			written.codePoints().forEach((digit) -> digits.append(Character.digit(digit, 10)));
			return digits.toString();
		}

	}

}
