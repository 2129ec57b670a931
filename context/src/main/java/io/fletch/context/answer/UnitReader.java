package io.fletch.context.answer;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Reads what stands behind a number: {@code million km²}, {@code % a year}, {@code km/h}.
 */
final class UnitReader {

	private final String text;

	private final int start;

	private int end;

	private @Nullable Integer power;

	private Set<String> units = Set.of();

	private Set<String> unitsOfPower = Set.of();

	private @Nullable String divisor;

	private String word = "";

	UnitReader(String text, int start) {
		this.text = text;
		this.start = start;
		this.end = start;
	}

	/**
	 * Returns the power of ten; {@code null} if there is none.
	 */
	@Nullable Integer power() {
		return this.power;
	}

	/**
	 * Returns the units, where no power of ten is meant.
	 */
	Set<String> units() {
		return this.units;
	}

	/**
	 * Returns the units behind the power of ten.
	 */
	Set<String> unitsOfPower() {
		return this.unitsOfPower;
	}

	/**
	 * Returns what the unit is divided by, without regard to whether there is one.
	 */
	@Nullable String divisor() {
		return this.divisor;
	}

	/**
	 * Returns where the unit ends; where the number does, if there is none.
	 */
	int end() {
		return this.end;
	}

	/**
	 * Tells whether the number has an ending such as that of "1990s".
	 */
	boolean isAttached(String ending) {
		return this.word.equals(ending) && this.text.startsWith(ending, this.start);
	}

	/**
	 * Tells whether a letter stands behind the number and a space: it may begin a name.
	 */
	boolean isLetterApart() {
		return this.word.length() == 1 && !isAttached(this.word);
	}

	void read() {
		int at = skip(this.start, true);
		this.word = word(at);
		int behind = at + this.word.length();
		this.power = Units.multiple(this.word);
		int last = this.start;
		if (this.power != null) {
			int dot = (behind < this.text.length() && this.text.charAt(behind) == '.') ? behind + 1 : behind;
			Unit unit = unit(skip(dot, true));
			this.unitsOfPower = unit.names();
			last = unit.names().isEmpty() ? behind : unit.end();
		}
		Unit unit = unit(at);
		this.units = unit.names();
		boolean isWhole = unit.end() == behind && !this.text.startsWith("/", behind);
		if (!unit.names().isEmpty() && !isWhole) {
			this.power = null;
		}
		last = Math.max(last, unit.names().isEmpty() ? this.start : unit.end());
		this.end = last;
		divide(last);
	}

	/**
	 * Returns a unit behind one other word, as in "5 business days".
	 */
	Set<String> loose() {
		boolean isWord = !this.word.isEmpty() && Character.isLetter(this.word.charAt(0));
		int behind = skip(this.start, true) + this.word.length();
		return isWord ? unit(skip(behind, false)).names() : Set.of();
	}

	private void divide(int from) {
		int at = from;
		if (at < this.text.length() && this.text.charAt(at) == '/') {
			at = skip(at + 1, false);
		}
		else {
			int by = skip(at, false);
			String said = word(by);
			if (!Set.of("per", "a", "an", "each", "every").contains(said)) {
				return;
			}
			at = skip(by + said.length(), false);
		}
		Unit unit = unit(at);
		if (!unit.names().isEmpty()) {
			this.divisor = String.join("|", new TreeSet<>(unit.names()));
			this.end = unit.end();
		}
	}

	private Unit unit(int at) {
		String first = word(at);
		if (first.isEmpty() || isArticle(first, at)) {
			return Unit.NONE;
		}
		int next = skip(at + first.length(), false);
		String second = word(next);
		if (second.isEmpty() || next == at + first.length()) {
			return raised(Units.of(first), at + first.length());
		}
		Set<String> both = Units.of(first + " " + second);
		if (both.isEmpty() && first.equals("\u00b0")) {
			both = Units.of("degree " + second);
		}
		if (!both.isEmpty()) {
			return new Unit(both, next + second.length());
		}
		String exponent = switch (first) {
			case "square", "sq" -> "\u00b2";
			case "cubic", "cu" -> "\u00b3";
			default -> "";
		};
		return exponent.isEmpty() ? raised(Units.of(first), at + first.length())
				: new Unit(raised(Units.of(second), exponent), next + second.length());
	}

	/** A new sentence may begin behind a number. */
	private boolean isArticle(String word, int at) {
		int behind = at + 1;
		return word.equals("A") && at > this.start && behind + 1 < this.text.length()
				&& QuantityReader.isSpace(this.text.charAt(behind)) && Character.isLetter(this.text.charAt(behind + 1));
	}

	private Unit raised(Set<String> units, int at) {
		if (at >= this.text.length()) {
			return new Unit(units, at);
		}
		int mark = (this.text.charAt(at) == '^') ? at + 1 : at;
		String exponent = switch ((mark < this.text.length()) ? this.text.charAt(mark) : ' ') {
			case '\u00b2', '2' -> "\u00b2";
			case '\u00b3', '3' -> "\u00b3";
			default -> "";
		};
		boolean isLast = mark + 1 >= this.text.length() || !Character.isLetterOrDigit(this.text.charAt(mark + 1));
		return (exponent.isEmpty() || !isLast) ? new Unit(units, at) : new Unit(raised(units, exponent), mark + 1);
	}

	private static Set<String> raised(Set<String> units, String exponent) {
		return units.stream().map((unit) -> unit + exponent).collect(Collectors.toUnmodifiableSet());
	}

	/** Between a number and its unit stand at most two spaces, or a hyphen. */
	private int skip(int from, boolean isHyphenated) {
		int at = from;
		while (at < this.text.length() && at - from < 2 && QuantityReader.isSpace(this.text.charAt(at))) {
			at++;
		}
		boolean isHyphen = isHyphenated && at == from && at + 1 < this.text.length()
				&& (this.text.charAt(at) == '-' || this.text.charAt(at) == '\u2011')
				&& Character.isLetter(this.text.charAt(at + 1));
		return isHyphen ? at + 1 : at;
	}

	/** A sign stands alone, but a currency's may end a word, and a degree begin one. */
	private String word(int at) {
		int stop = at;
		while (stop < this.text.length() && stop - at <= Units.LONGEST && Character.isLetter(this.text.charAt(stop))) {
			stop++;
		}
		if (stop - at > Units.LONGEST) {
			return "";
		}
		if (stop < this.text.length() && stop - at <= 2 && this.text.charAt(stop) == '$') {
			return this.text.substring(at, stop + 1);
		}
		if (stop > at || at >= this.text.length() || isOrdinary(this.text.charAt(at))) {
			return this.text.substring(at, stop);
		}
		boolean isDegree = this.text.charAt(at) == '\u00b0' && at + 1 < this.text.length()
				&& "CF".indexOf(this.text.charAt(at + 1)) >= 0
				&& (at + 2 >= this.text.length() || !Character.isLetterOrDigit(this.text.charAt(at + 2)));
		return this.text.substring(at, isDegree ? at + 2 : at + 1);
	}

	private static boolean isOrdinary(char character) {
		return Units.of(String.valueOf(character)).isEmpty();
	}

	private record Unit(Set<String> names, int end) {

		static final Unit NONE = new Unit(Set.of(), 0);

	}

}
