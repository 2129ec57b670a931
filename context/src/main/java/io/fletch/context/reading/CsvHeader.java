package io.fletch.context.reading;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.commons.csv.CSVRecord;

/**
 * Finds the row with the names of the columns. What stands above the table is none: a
 * title alone in its row, or a row with fewer values than the names below it have, which
 * have a row with numbers below them.
 */
final class CsvHeader {

	private CsvHeader() {
	}

	/**
	 * Returns which row it is.
	 * @param rows the first rows of a file
	 * @return its index; the number of rows if none can be it, as nothing follows
	 */
	static int row(List<CSVRecord> rows) {
		int width = width(rows);
		for (int index = 0; index + 1 < rows.size(); index++) {
			CSVRecord row = rows.get(index);
			boolean isLast = row.size() > 1 && row.get(0).isBlank() && lastValue(row) == width;
			boolean isAlone = values(row) < 2 && (row.size() > 1 || width > 1) && !isLast;
			if (!isAlone && !isTitle(index, rows, width)) {
				return index;
			}
		}
		return rows.size();
	}

	private static boolean isTitle(int index, List<CSVRecord> rows, int width) {
		List<CSVRecord> below = rows.subList(index + 1, rows.size());
		int names = 0;
		while (names < below.size() && lastValue(below.get(names)) < width) {
			names++;
		}
		return rows.get(index).size() < width && names + 1 < below.size() && !hasNumber(below.get(names))
				&& below.subList(names + 1, below.size()).stream().anyMatch(CsvHeader::hasNumber);
	}

	/**
	 * The width that most rows have, and the largest of several.
	 */
	private static int width(List<CSVRecord> rows) {
		Map<Integer, Long> widths = rows.stream()
			.map(CsvHeader::lastValue)
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		return widths.entrySet()
			.stream()
			.max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
			.map(Map.Entry::getKey)
			.orElse(0);
	}

	private static int lastValue(CSVRecord row) {
		int last = row.size();
		while (last > 0 && row.get(last - 1).isBlank()) {
			last--;
		}
		return last;
	}

	private static long values(CSVRecord row) {
		return row.stream().filter((value) -> !value.isBlank()).count();
	}

	private static boolean hasNumber(CSVRecord row) {
		return row.stream().map(String::strip).anyMatch((value) -> !value.isEmpty() && isNumber(value));
	}

	private static boolean isNumber(String value) {
		return value.codePoints().anyMatch(Character::isDigit) && value.codePoints().noneMatch(Character::isLetter);
	}

}
