package io.fletch.store.index.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.LengthGoalBreakIterator;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

import io.fletch.store.query.TextHighlight;
import io.fletch.store.query.text.TextQuery;

/**
 * Finds in a text what a query found it by. Highlights are sentences, joined until they
 * have the wanted length. Gives places, never marked-up text.
 */
public final class TextHighlighter {

	private final List<String> columns;

	private final List<TextAnalysis> analyses;

	/**
	 * Prepares highlights.
	 * @param columns the names of the columns of an index
	 * @param analyses how the text of each was cut into words
	 */
	public TextHighlighter(List<String> columns, List<TextAnalysis> analyses) {
		this.columns = List.copyOf(columns);
		this.analyses = List.copyOf(analyses);
	}

	/**
	 * Finds the parts of a text that fit a query best.
	 * @param query the query
	 * @param column the column that the text is of
	 * @param text the text
	 * @param length about how many characters a highlight shall have
	 * @param limit how many highlights to find at most
	 * @return the highlights with a match, in the order of the text; none if it has none
	 */
	public List<TextHighlight> highlights(TextQuery query, String column, String text, int length, int limit) {
		if (text.isEmpty() || limit < 1 || !this.columns.contains(column)) {
			return List.of();
		}
		try {
			QueryTranslation translation = new QueryTranslation(this.columns, this.analyses, new MarkedWords());
			Query words = translation.of(query);
			return (words != null) ? find(words, column, text, length, limit) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<TextHighlight> find(Query words, String column, String text, int length, int limit)
			throws IOException {
		UnifiedHighlighter highlighter = UnifiedHighlighter.builderWithoutSearcher(new ColumnAnalyzers(this.analyses))
			.withFormatter(new Places())
			.withMaxLength(Integer.MAX_VALUE - 1)
			.withMaxNoHighlightPassages(0)
			.withBreakIterator(() -> LengthGoalBreakIterator
				.createClosestToLength(BreakIterator.getSentenceInstance(Locale.ROOT), length, 0.5f))
			.build();
		String field = ColumnAnalyzers.field(this.columns.indexOf(column));
		Object found = highlighter.highlightWithoutSearcher(field, words, text, limit);
		return (found instanceof Highlights highlights) ? highlights.list() : List.of();
	}

	/**
	 * Keeps where passages and matches are.
	 */
	private static final class Places extends PassageFormatter {

		@Override
		public Highlights format(Passage[] passages, String content) {
			return new Highlights(Arrays.stream(passages)
				.filter((passage) -> passage.getNumMatches() > 0)
				.sorted(Comparator.comparingInt(Passage::getStartOffset))
				.map((passage) -> highlight(passage, content))
				.toList());
		}

		private static TextHighlight highlight(Passage passage, String content) {
			List<TextHighlight.Match> matches = new ArrayList<>();
			for (int i = 0; i < passage.getNumMatches(); i++) {
				matches.add(new TextHighlight.Match(passage.getMatchStarts()[i], passage.getMatchEnds()[i]));
			}
			return new TextHighlight(content.substring(passage.getStartOffset(), passage.getEndOffset()),
					passage.getStartOffset(), passage.getEndOffset(), passage.getScore(),
					matches.stream().distinct().toList());
		}

	}

	/**
	 * What the formatter hands through.
	 */
	private record Highlights(List<TextHighlight> list) {
	}

}
