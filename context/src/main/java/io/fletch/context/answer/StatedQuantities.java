package io.fletch.context.answer;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The numbers that a source names, to bear out those of a claim: of the same sign, and of
 * the same unit where both tell one. What stands behind a number need be no unit, nor one
 * that is known; so only a unit that is known to be another is against a claim.
 */
final class StatedQuantities {

	private static final String NONE = "";

	/** A cell that tells its column: {@code Weight (kg): 12}. */
	private static final Pattern NAMED = Pattern.compile("[)\\]]\\s?:");

	private static final Pattern BETWEEN_CELLS = Pattern.compile("\\||\\R");

	/** The units of each number. */
	private final Map<String, Set<String>> units = new HashMap<>();

	/** The units of columns, which tables tell once and in brackets. */
	private final Set<String> ofColumns = new HashSet<>();

	void add(@Nullable String text) {
		if (text == null) {
			return;
		}
		if (!NAMED.matcher(text).find()) {
			addPart(text);
			return;
		}
		BETWEEN_CELLS.splitAsStream(text).forEach((cell) -> {
			if (NAMED.matcher(cell).find()) {
				addCell(cell);
			}
			else {
				addPart(cell);
			}
		});
	}

	private void addPart(String text) {
		QuantityReader reader = new QuantityReader(text);
		reader.read().forEach((quantity) -> quantity.readings().forEach(this::add));
		this.ofColumns.addAll(reader.bracketed());
	}

	/** Its unit is that of no number elsewhere. */
	private void addCell(String cell) {
		QuantityReader reader = new QuantityReader(cell);
		Set<String> units = reader.bracketed();
		for (Quantity quantity : reader.read()) {
			for (Quantity.Reading reading : quantity.readings()) {
				add(reading.units().isEmpty() ? new Quantity.Reading(reading.number(), units) : reading);
			}
		}
	}

	private void add(Quantity.Reading reading) {
		Set<String> known = this.units.computeIfAbsent(reading.number(), (key) -> new HashSet<>());
		if (reading.units().isEmpty()) {
			known.add(NONE);
		}
		for (String unit : reading.units()) {
			known.add(unit);
			known.add(Units.within(unit));
		}
	}

	boolean bearOut(Quantity claimed) {
		return claimed.readings().stream().anyMatch(this::bearOut);
	}

	private boolean bearOut(Quantity.Reading claimed) {
		Set<String> known = this.units.get(claimed.number());
		if (known == null || claimed.units().isEmpty()) {
			return known != null;
		}
		return !Collections.disjoint(known, claimed.units()) || known.contains(NONE)
				&& (this.ofColumns.isEmpty() || !Collections.disjoint(this.ofColumns, claimed.units()));
	}

}
