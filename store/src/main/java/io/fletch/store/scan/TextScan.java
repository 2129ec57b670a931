package io.fletch.store.scan;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.TextFragment;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * Searches one version of a table by words: its full-text indexes, and the columns that
 * are marked as full text without one. Where several indexes have a column, the first
 * answers for it.
 */
public final class TextScan {

	private final Manifest manifest;

	private final OpenTexts texts;

	private final List<IndexMetadata> indexes;

	/** The index that answers, by the name of the column. */
	private final Map<String, IndexMetadata> columns = new LinkedHashMap<>();

	/**
	 * Reads a version.
	 * @param manifest the version
	 * @param indexes the indexes of the table that are open
	 */
	public TextScan(Manifest manifest, OpenIndexes indexes) {
		this.manifest = manifest;
		this.texts = indexes.texts();
		this.indexes = this.texts.of(manifest);
		for (IndexMetadata index : this.indexes) {
			for (IndexedField field : IndexedField.of(manifest.schema(), index)) {
				this.columns.putIfAbsent(field.name(), index);
			}
		}
	}

	/**
	 * Returns the columns that can be searched by words.
	 * @return their names
	 */
	public List<String> columns() {
		return List.copyOf(this.columns.keySet());
	}

	/**
	 * Finds the rows that fit a query best.
	 * @param query what is asked
	 * @param limit how many rows to find at most
	 * @param selection the rows to look at; the others count for the scores as well
	 * @return the rows, best first, rows of equal score by row id
	 * @throws IOException if a file cannot be read
	 * @throws InvalidInputException if the query names a column that cannot be searched
	 * by words, or asks for a phrase where the index does not keep positions
	 */
	public List<Candidate> find(TextQuery query, int limit, RowSelection selection) throws IOException {
		check(query);
		if (this.indexes.size() == 1) {
			return live(this.indexes.getFirst()).find(query, limit, selection);
		}
		return new SpreadQuery(this, selection).find(query, limit);
	}

	/**
	 * Finds the places in a text that a query asks for.
	 * @param query the query
	 * @param text where to look, a text of a text column
	 * @param length about how many characters a fragment shall have
	 * @param limit how many fragments to find at most
	 * @return the fragments with a match, in the order of the text
	 * @throws IOException if a file cannot be read
	 * @throws InvalidInputException if the column cannot be searched by words
	 */
	public List<TextFragment> fragments(TextQuery query, ColumnText text, int length, int limit) throws IOException {
		IndexMetadata index = require(text.column());
		TextQuery asked = HighlightedQuery.of(query, text.column(), this.columns.keySet(), hasPositions(index));
		return (asked != null) ? live(index).highlighter().fragments(asked, text.column(), text.text(), length, limit)
				: List.of();
	}

	/**
	 * Returns the index that answers for a column.
	 */
	LiveText indexOf(String column) throws IOException {
		return live(require(column));
	}

	/**
	 * Tells whether the index of a column knows where words stand.
	 */
	boolean hasPositions(String column) {
		return hasPositions(require(column));
	}

	private static boolean hasPositions(IndexMetadata index) {
		return TextAnalysis.of(index.options()).withPositions();
	}

	private LiveText live(IndexMetadata index) throws IOException {
		return this.texts.live(this.manifest, index);
	}

	/**
	 * Checks that the columns which a query names can be searched by words.
	 */
	private void check(TextQuery query) {
		switch (query) {
			case TextQuery.Match match -> requireIfNamed(match.column());
			case TextQuery.Phrase phrase -> requireIfNamed(phrase.column());
			case TextQuery.Prefix prefix -> requireIfNamed(prefix.column());
			case TextQuery.MultiMatch match -> match.columns().forEach(this::require);
			case TextQuery.QueryString typed -> typed.columns().forEach(this::require);
			case TextQuery.Demotion demotion -> {
				check(demotion.positive());
				check(demotion.negative());
			}
			case TextQuery.Combination combination -> {
				combination.must().forEach(this::check);
				combination.should().forEach(this::check);
				combination.mustNot().forEach(this::check);
			}
		}
	}

	private void requireIfNamed(@Nullable String column) {
		if (column != null) {
			require(column);
		}
	}

	private IndexMetadata require(String column) {
		IndexMetadata index = this.columns.get(column);
		if (index != null) {
			return index;
		}
		if (!IndexedField.names(this.manifest.schema()).contains(column)) {
			throw new InvalidInputException("The table has no column '" + column
					+ "' to search by words; its full-text columns are " + columns());
		}
		throw new InvalidInputException("The column '" + column + "' has no full-text index, so it cannot be searched "
				+ "by words; create one with IndexDefinition.fullText(\"" + column + "\"), or ask one of " + columns());
	}

	/**
	 * The text of a row.
	 *
	 * @param column the name of its column
	 * @param text the text
	 */
	public record ColumnText(String column, String text) {
	}

}
