package io.fletch.store.scan;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.TextHighlight;
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

	/** Columns of texts that are named though no index has them. */
	private final Map<String, IndexMetadata> unindexed = new ConcurrentHashMap<>();

	/** The indexes that were asked: one search makes each ready once. */
	private final Map<IndexMetadata, LiveText> ready = Collections.synchronizedMap(new IdentityHashMap<>());

	private final boolean storedOnly;

	/**
	 * Reads a version.
	 * @param manifest the version
	 * @param indexes the indexes of the table that are open
	 */
	public TextScan(Manifest manifest, OpenIndexes indexes) {
		this(manifest, indexes.texts(), false);
	}

	private TextScan(Manifest manifest, OpenTexts texts, boolean storedOnly) {
		this.storedOnly = storedOnly;
		this.manifest = manifest;
		this.texts = texts;
		this.indexes = this.texts.of(manifest);
		for (IndexMetadata index : this.indexes) {
			for (IndexedField field : IndexedField.of(manifest.schema(), index)) {
				this.columns.putIfAbsent(field.name(), index);
			}
		}
	}

	/**
	 * Passes over rows that no file of an index covers.
	 * @return a search of the others, with the scores that they have among all
	 */
	public TextScan storedOnly() {
		return new TextScan(this.manifest, this.texts, true);
	}

	/**
	 * Returns the columns that are searched by words where none is named.
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
		if (this.indexes.size() == 1 && this.unindexed.isEmpty()) {
			return find(live(this.indexes.getFirst()), query, limit, selection);
		}
		return new SpreadQuery(this, selection).find(query, limit);
	}

	/**
	 * Finds rows by one index.
	 */
	List<Candidate> find(LiveText index, TextQuery query, int limit, RowSelection selection) throws IOException {
		return index.find(query, limit, selection, this.storedOnly);
	}

	/**
	 * Tells whether a query can be answered: whether some column is searched by words, or
	 * it names one of texts.
	 * @param query the query
	 * @return whether it can
	 * @throws InvalidInputException if it names a column that cannot be searched by words
	 */
	public boolean canFind(TextQuery query) {
		check(query);
		return !this.columns.isEmpty() || !this.unindexed.isEmpty();
	}

	/**
	 * Finds the places in a text that a query asks for.
	 * @param query the query
	 * @param text where to look, a text of a text column
	 * @param length about how many characters a highlight shall have
	 * @param limit how many highlights to find at most
	 * @return the highlights with a match, in the order of the text
	 * @throws IOException if a file cannot be read
	 * @throws InvalidInputException if the column cannot be searched by words
	 */
	public List<TextHighlight> highlights(TextQuery query, ColumnText text, int length, int limit) throws IOException {
		check(query);
		if (!this.columns.containsKey(text.column()) && !this.unindexed.containsKey(text.column())) {
			throw new InvalidInputException("The column '" + text.column() + "' has no full-text index, and the query "
					+ "does not name it, so nothing is asked of it; show one of " + columns());
		}
		IndexMetadata index = require(text.column());
		TextQuery asked = HighlightedQuery.of(query, text.column(), this.columns.keySet(), hasPositions(index));
		return (asked != null)
				? live(index).highlighter()
					.highlights(asked, text.column(), text.text(), length, Math.min(limit, text.text().length()))
				: List.of();
	}

	Manifest manifest() {
		return this.manifest;
	}

	/**
	 * Returns the index that answers for a column.
	 */
	LiveText indexOf(String column) throws IOException {
		return live(require(column));
	}

	/**
	 * Returns an index; each has every row.
	 */
	LiveText anyIndex() throws IOException {
		return live(this.indexes.isEmpty() ? this.unindexed.values().iterator().next() : this.indexes.getFirst());
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
		LiveText known = this.ready.get(index);
		if (known != null) {
			return known;
		}
		LiveText live = this.texts.live(this.manifest, index);
		this.ready.put(index, live);
		return live;
	}

	/**
	 * Checks that the columns which a query names can be searched by words.
	 */
	private void check(TextQuery query) {
		switch (query) {
			case TextQuery.Match match -> requireIfNamed(match.column());
			case TextQuery.Phrase phrase -> {
				requireIfNamed(phrase.column());
				requirePositions(phrase);
			}
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

	private void requirePositions(TextQuery.Phrase phrase) {
		String named = phrase.column();
		for (String column : (named != null) ? List.of(named) : columns()) {
			IndexMetadata index = require(column);
			TextAnalysis analysis = TextAnalysis.of(index.options());
			if (!analysis.withPositions() && analysis.tokenize(phrase.text()).size() > 1) {
				throw new InvalidInputException("The phrase '" + phrase.text() + "' cannot be found in the column '"
						+ column + "', as its index '" + index.name()
						+ "' does not keep where words stand; create the index again with TextOptions.positions(true), "
						+ "or ask for the words by TextQuery.match with WordOperator.AND");
			}
		}
	}

	private IndexMetadata require(String column) {
		IndexMetadata index = this.columns.get(column);
		if (index != null) {
			return index;
		}
		IndexedField field = IndexedField.find(this.manifest.schema(), column);
		if (field != null && field.isText()) {
			return this.unindexed.computeIfAbsent(column,
					(name) -> OpenTexts.unstored(List.of(FieldIds.of(field.field()))));
		}
		if (field == null) {
			throw new InvalidInputException("The table has no column '" + column
					+ "' to search by words; its full-text columns are " + columns());
		}
		throw new InvalidInputException(
				"The column '" + column + "' has no full-text index and cannot have one, as its values are no texts; "
						+ "ask one of " + columns());
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
