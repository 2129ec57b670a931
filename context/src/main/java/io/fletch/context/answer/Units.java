package io.fletch.context.answer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The units and multiples that are known behind a number, in their spellings. A spelling
 * that can mean several has them all.
 */
final class Units {

	/** No spelling is longer. */
	static final int LONGEST = 24;

	private static final String PERCENT = "%";

	private static final Map<String, Integer> MULTIPLES = Map.ofEntries(Map.entry("thousand", 3),
			Map.entry("thousands", 3), Map.entry("tausend", 3), Map.entry("k", 3), Map.entry("million", 6),
			Map.entry("millions", 6), Map.entry("millionen", 6), Map.entry("mio", 6), Map.entry("mln", 6),
			Map.entry("mn", 6), Map.entry("m", 6), Map.entry("billion", 9), Map.entry("billions", 9),
			Map.entry("milliarde", 9), Map.entry("milliarden", 9), Map.entry("milliard", 9), Map.entry("milliards", 9),
			Map.entry("mrd", 9), Map.entry("bln", 9), Map.entry("bn", 9), Map.entry("b", 9), Map.entry("trillion", 12),
			Map.entry("trillions", 12), Map.entry("trn", 12), Map.entry("tn", 12), Map.entry("t", 12));

	private static final Map<String, String> PREFIXES = Map.ofEntries(Map.entry("k", "kilo"), Map.entry("M", "mega"),
			Map.entry("G", "giga"), Map.entry("T", "tera"), Map.entry("P", "peta"), Map.entry("h", "hecto"),
			Map.entry("d", "deci"), Map.entry("c", "centi"), Map.entry("m", "milli"), Map.entry("\u00b5", "micro"),
			Map.entry("n", "nano"), Map.entry("p", "pico"));

	/** A symbol, then its words. */
	private static final List<List<String>> SCALED = List.of(List.of("m", "meter", "metre"),
			List.of("g", "gram", "gramme"), List.of("s", "second", "sec"), List.of("l", "liter", "litre"),
			List.of("W", "watt"), List.of("Wh", "watthour", "watt hour", "watt-hour"), List.of("J", "joule"),
			List.of("V", "volt"), List.of("A", "ampere", "amp"),
			List.of("Ah", "amperehour", "ampere hour", "ampere-hour"), List.of("Hz", "hertz"), List.of("Pa", "pascal"),
			List.of("N", "newton"), List.of("B", "byte"), List.of("bit"), List.of("bps"), List.of("eV", "electronvolt"),
			List.of("cal", "calorie"), List.of("mol", "mole"), List.of("t", "ton", "tonne"), List.of("bar"),
			List.of("\u03a9", "ohm"), List.of("Sv", "sievert"), List.of("Bq", "becquerel"), List.of("px", "pixel"),
			List.of("T", "tesla"));

	/** Few units are told in tenths, hundredths and hundreds. */
	private static final Set<String> SMALL_STEPS = Set.of("h", "d", "c");

	private static final Set<String> DAILY = Set.of("m", "g", "l");

	private static final List<List<String>> OTHERS = List.of(
			List.of(PERCENT, "percent", "per cent", "pct", "prozent", "\u066a", "\uff05"),
			List.of("\u2030", "per mille", "permille", "promille"),
			List.of("percentage point", "pp", "prozentpunkt", "prozentpunkte"), List.of("basis point", "bp", "bps"),
			List.of("\u00b0C", "\u2103", "celsius", "degree celsius", "degrees celsius", "degree c", "degrees c",
					"degrees centigrade"),
			List.of("\u00b0F", "\u2109", "fahrenheit", "degree fahrenheit", "degrees fahrenheit", "degree f",
					"degrees f"),
			List.of("K", "kelvin"), List.of("EUR", "\u20ac", "euro"), List.of("USD", "$", "us$", "dollar", "us dollar"),
			List.of("GBP", "\u00a3", "pound sterling", "pounds sterling", "pound"), List.of("lb", "lbs", "pound"),
			List.of("JPY", "yen", "\u00a5"), List.of("CNY", "yuan", "renminbi", "rmb", "\u00a5"),
			List.of("INR", "\u20b9", "rupee"), List.of("CHF", "swiss franc", "franc"), List.of("KRW", "\u20a9"),
			List.of("AUD", "a$", "australian dollar"), List.of("CAD", "c$", "canadian dollar"),
			List.of("cent", "ct", "\u00a2"), List.of("pence"), List.of("min", "minute"), List.of("h", "hr", "hour"),
			List.of("day"), List.of("week"), List.of("month"), List.of("year", "yr"), List.of("decade"),
			List.of("century", "centuries"), List.of("am"), List.of("pm"), List.of("ft", "foot", "feet"),
			List.of("inch", "inches"), List.of("yd", "yard"), List.of("mi", "mile"), List.of("mi/h", "mph"),
			List.of("km/h", "kmh", "kph"), List.of("kn", "knot"), List.of("oz", "ounce"), List.of("gal", "gallon"),
			List.of("acre"), List.of("ha", "hectare"), List.of("m\u00b2", "sqm", "qm"), List.of("km\u00b2", "sqkm"),
			List.of("ft\u00b2", "sqft"), List.of("cm\u00b3", "cc"), List.of("kB", "kb"), List.of("kbit", "kb"),
			List.of("Mbit", "Mb"), List.of("Gbit", "Gb"), List.of("KiB", "kibibyte"), List.of("MiB", "mebibyte"),
			List.of("GiB", "gibibyte"), List.of("TiB", "tebibyte"), List.of("ppm"), List.of("ppb"),
			List.of("dB", "decibel"), List.of("rpm"), List.of("fps"), List.of("dpi"), List.of("psi"),
			List.of("hp", "horsepower"), List.of("mmHg"), List.of("hPa", "hectopascal"), List.of("Nm"));

	private static final Set<String> MONEY = Set.of("EUR", "USD", "GBP", "JPY", "CNY", "INR", "CHF", "KRW", "AUD",
			"CAD");

	private static final Map<String, Set<String>> EXACT = new HashMap<>();

	private static final Map<String, Set<String>> ANY_CASE = new HashMap<>();

	static {
		for (List<String> unit : SCALED) {
			put(unit.getFirst(), unit, "", "");
			boolean isOfDailyUse = DAILY.contains(unit.getFirst());
			PREFIXES.forEach((symbol, word) -> {
				if (isOfDailyUse || !SMALL_STEPS.contains(symbol)) {
					put(symbol + unit.getFirst(), unit, symbol, word);
				}
			});
		}
		OTHERS.forEach((unit) -> put(unit.getFirst(), unit, "", ""));
		Set<String> degrees = Set.of("\u00b0", "\u00b0C", "\u00b0F");
		for (String spelling : List.of("\u00b0", "degree", "degrees")) {
			EXACT.put(spelling, degrees);
			ANY_CASE.put(spelling, degrees);
		}
		// What everybody writes for time stands for no length.
		EXACT.put("pm", Set.of("pm"));
		EXACT.put("min", Set.of("min"));
	}

	private Units() {
	}

	private static void put(String unit, List<String> spellings, String symbol, String word) {
		put(symbol + spellings.getFirst(), unit);
		for (String spelling : spellings.subList(1, spellings.size())) {
			put(word + spelling, unit);
			if (spelling.length() > 2) {
				put(word + spelling + "s", unit);
			}
		}
		if (spellings.getFirst().length() > 2 && symbol.isEmpty()) {
			put(spellings.getFirst() + "s", unit);
		}
	}

	private static void put(String spelling, String unit) {
		EXACT.computeIfAbsent(spelling, (key) -> new HashSet<>()).add(unit);
		ANY_CASE.computeIfAbsent(spelling.toLowerCase(Locale.ROOT), (key) -> new HashSet<>()).add(unit);
	}

	/**
	 * Returns what a spelling stands for.
	 * @return the units; none if it is none
	 */
	static Set<String> of(String spelling) {
		String plain = spelling.replace('\u03bc', '\u00b5').replace('\u2126', '\u03a9');
		Set<String> exact = EXACT.get(plain);
		boolean isExact = exact != null || plain.length() == 1;
		Set<String> any = isExact ? exact : ANY_CASE.get(plain.toLowerCase(Locale.ROOT));
		return (any != null) ? any : Set.of();
	}

	/**
	 * Returns the power of ten that a word stands for.
	 * @return the power; {@code null} if it is none
	 */
	static @Nullable Integer multiple(String word) {
		return MULTIPLES.get(word.toLowerCase(Locale.ROOT));
	}

	static boolean isMoney(Set<String> units) {
		return units.stream().anyMatch(MONEY::contains);
	}

	/**
	 * Returns what else is said by a number of a unit: five euros a month are five euros,
	 * but 50 kilometres an hour are no 50 kilometres.
	 */
	static String within(String unit) {
		int slash = unit.indexOf('/');
		String amount = (slash < 0) ? unit : unit.substring(0, slash);
		return (MONEY.contains(amount) || amount.equals(PERCENT)) ? amount : unit;
	}

}
