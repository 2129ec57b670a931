package io.fletch.context.reading;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Tells an assembler about the rows of a CSV file. Every value comes with the name of its
 * column, so that a part of the file can be understood.
 */
final class CsvRows {

	/** What Excel writes and reads in front of a table. */
	private static final Pattern DELIMITER = Pattern.compile("\\A\"?sep=([,;\t|])\"?\\R", Pattern.CASE_INSENSITIVE);

	/** How much of a file is looked at for its header. */
	private static final int PEEKED_ROWS = 20;

	private final TextAssembler assembler;

	private final List<String> header = new ArrayList<>();

	private CsvRows(TextAssembler assembler) {
		this.assembler = assembler;
	}

	static void read(String csv, TextAssembler assembler) throws IOException {
		Matcher said = DELIMITER.matcher(csv);
		boolean isSaid = said.find();
		CSVFormat format = CSVFormat.DEFAULT.builder()
			.setDelimiter(isSaid ? said.group(1).charAt(0) : CsvDelimiter.of(csv))
			.setLenientEof(true)
			.setTrailingData(true)
			.setIgnoreEmptyLines(true)
			.get();
		try (CSVParser parser = CSVParser.parse(new StringReader(isSaid ? csv.substring(said.end()) : csv), format)) {
			new CsvRows(assembler).read(parser.iterator());
		}
	}

	private void read(Iterator<CSVRecord> rows) {
		List<CSVRecord> first = new ArrayList<>();
		while (rows.hasNext() && first.size() < PEEKED_ROWS) {
			first.add(rows.next());
		}
		int header = CsvHeader.row(first);
		for (int index = 0; index < first.size(); index++) {
			if (index == header) {
				first.get(index).forEach((name) -> this.header.add(name.strip()));
			}
			else {
				row(first.get(index), index > header);
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

}
