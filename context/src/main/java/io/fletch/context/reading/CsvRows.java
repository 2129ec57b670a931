package io.fletch.context.reading;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Tells an assembler about the rows of a CSV file. Every value comes with the name of its
 * column, so that a part of the file can be understood.
 */
final class CsvRows {

	private static final char[] DELIMITERS = { ',', ';', '\t', '|' };

	/** How much of a file is looked at for its delimiter. */
	private static final int PEEKED_CHARACTERS = 10_000;

	private final TextAssembler assembler;

	private final List<String> header = new ArrayList<>();

	private CsvRows(TextAssembler assembler) {
		this.assembler = assembler;
	}

	static void read(String csv, TextAssembler assembler) throws IOException {
		CSVFormat format = CSVFormat.DEFAULT.builder()
			.setDelimiter(delimiter(csv))
			.setLenientEof(true)
			.setTrailingData(true)
			.setIgnoreEmptyLines(true)
			.get();
		try (CSVParser parser = CSVParser.parse(new StringReader(csv), format)) {
			new CsvRows(assembler).read(parser.iterator());
		}
	}

	private void read(Iterator<CSVRecord> rows) {
		while (rows.hasNext() && this.header.isEmpty()) {
			CSVRecord row = rows.next();
			long names = row.stream().filter((name) -> !name.isBlank()).count();
			// What stands above the table is no header: a title alone in its row.
			if ((names < 2 && row.size() > 1) || !rows.hasNext()) {
				row(row, false);
			}
			else {
				row.forEach((name) -> this.header.add(name.strip()));
			}
		}
		while (rows.hasNext()) {
			row(rows.next(), true);
		}
	}

	private void row(Iterable<String> values, boolean isNamed) {
		int column = 0;
		for (String value : values) {
			if (!value.isBlank()) {
				this.assembler.cell();
				this.assembler.append((isNamed ? name(column) : "") + value.strip());
			}
			column++;
		}
		this.assembler.endBlock(1);
	}

	private String name(int column) {
		boolean isKnown = column < this.header.size() && !this.header.get(column).isEmpty();
		return isKnown ? this.header.get(column) + ": " : "";
	}

	/**
	 * The one that is most frequent in the first line, outside of quotes.
	 */
	private static char delimiter(String csv) {
		int[] counts = new int[DELIMITERS.length];
		boolean isQuoted = false;
		int total = 0;
		for (int index = 0; index < Math.min(csv.length(), PEEKED_CHARACTERS); index++) {
			char character = csv.charAt(index);
			isQuoted ^= character == '"';
			if (character == '\n' && !isQuoted && total > 0) {
				break;
			}
			for (int each = 0; each < DELIMITERS.length && !isQuoted; each++) {
				counts[each] += (character == DELIMITERS[each]) ? 1 : 0;
				total += (character == DELIMITERS[each]) ? 1 : 0;
			}
		}
		int best = 0;
		for (int each = 1; each < DELIMITERS.length; each++) {
			best = (counts[each] > counts[best]) ? each : best;
		}
		return DELIMITERS[best];
	}

}
