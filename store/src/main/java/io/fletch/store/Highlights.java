package io.fletch.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.TextHighlight;
import io.fletch.store.scan.Scanner;
import io.fletch.store.scan.TextScan;

/**
 * Shows where the texts of rows fit a question.
 */
final class Highlights {

	private final Question question;

	private final TextScan texts;

	private final Scanner scanner;

	Highlights(Question question, TextScan texts, Scanner scanner) {
		this.question = question;
		this.texts = texts;
		this.scanner = scanner;
	}

	Map<String, List<TextHighlight>> of(long rowId) throws IOException {
		Map<String, List<TextHighlight>> shown = new HashMap<>();
		for (Question.Highlight highlight : this.question.highlights()) {
			shown.put(highlight.column(), highlights(highlight, rowId));
		}
		return shown;
	}

	private List<TextHighlight> highlights(Question.Highlight highlight, long rowId) throws IOException {
		String column = highlight.column();
		Object value = value(column, rowId);
		if (value != null && !(value instanceof String)) {
			throw new InvalidInputException("The column '" + column
					+ "' cannot be highlighted, as its values are not texts; highlight a column of texts");
		}
		String text = (value != null) ? (String) value : "";
		return this.texts.highlights(this.question.query(), new TextScan.ColumnText(column, text), highlight.length(),
				highlight.count());
	}

	private @Nullable Object value(String column, long rowId) throws IOException {
		Schema schema = this.scanner.manifest().schema();
		int position = this.scanner.column(column);
		FieldPath path = (position >= 0) ? new FieldPath(List.of(column)) : FieldPath.parse(column);
		path.in(schema);
		boolean[] columns = new boolean[schema.getFields().size()];
		columns[this.scanner.column(path.names().getFirst())] = true;
		return path.value(this.scanner.read(rowId, columns), schema);
	}

}
