package io.fletch.store.index.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.Fields;
import io.fletch.store.index.IndexRows;
import io.fletch.store.query.text.RandomTextQueries;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is asked, an index of several segments, some of whose rows are deleted, finds
 * the rows that somebody finds who looks at every word.
 */
@ExtendWith(SeededRandom.class)
class TextOracleTests {

	private static final List<String> COLUMNS = List.of("title", "body");

	private static final int ROWS = 60;

	private static final int QUERIES = 1500;

	private final List<Map<String, String>> rows = new ArrayList<>();

	private final Set<Long> deleted = new HashSet<>();

	private RandomTextQueries queries;

	@BeforeEach
	void fill(Random random) {
		this.queries = new RandomTextQueries(random, COLUMNS);
		for (int i = 0; i < 5 * ROWS; i++) {
			Map<String, String> row = new HashMap<>();
			if (random.nextInt(8) > 0) {
				row.put("title", this.queries.text(4));
			}
			if (random.nextInt(8) > 0) {
				row.put("body", this.queries.text(12));
			}
			this.rows.add(row);
			if (random.nextInt(5) == 0) {
				this.deleted.add((long) i);
			}
		}
	}

	/**
	 * Two segments in files, one in memory, and one that was joined of two others.
	 */
	private TextSearch search(TextAnalysis analysis) throws IOException {
		List<TextAnalysis> analyses = List.of(analysis, analysis);
		TextSegment joined = new TextSegmentMerger(analyses,
				List.of(new TextSegmentMerger.Source(memory(analyses, 3), every()),
						new TextSegmentMerger.Source(memory(analyses, 4), every())))
			.inMemory();
		return new TextSearch(COLUMNS, List.of(live(SampleTexts.stored(analyses, part(0)), 0),
				live(SampleTexts.stored(analyses, part(1)), 1), live(memory(analyses, 2), 2), live(joined, 3)));
	}

	private static BitSet every() {
		BitSet every = new BitSet();
		every.set(0, ROWS);
		return every;
	}

	private TextSegment memory(List<TextAnalysis> analyses, int part) {
		return new TextSegmentBuilder(analyses, part(part), (done) -> {
		}).inMemory();
	}

	private IndexRows part(int part) {
		List<Field> fields = COLUMNS.stream().map((name) -> Fields.nullable(name, Fields.UTF8)).toList();
		return SampleTexts.rows(fields,
				this.rows.subList(part * ROWS, (part + 1) * ROWS)
					.stream()
					.map((row) -> new @Nullable Object[] { row.get("title"), row.get("body") })
					.toList());
	}

	private LiveSegment live(TextSegment segment, int part) {
		BitSet gone = new BitSet();
		for (int i = 0; i < segment.rowCount(); i++) {
			gone.set(i, this.deleted.contains((long) part * ROWS + i));
		}
		return SampleTexts.live(segment, gone, (long) part * ROWS);
	}

	private Set<Long> expected(@Nullable Predicate<Map<String, String>> condition) {
		Set<Long> found = new HashSet<>();
		for (int i = 0; i < this.rows.size() && condition != null; i++) {
			if (!this.deleted.contains((long) i) && condition.test(this.rows.get(i))) {
				found.add((long) i);
			}
		}
		return found;
	}

	private void require(TextAnalysis analysis, TextSearch search, TextQuery query) throws IOException {
		List<TextHit> hits = search.run(query, this.rows.size());
		assertThat(hits).extracting(TextHit::rowId)
			.as("%s", query)
			.doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(expected(new NaiveTexts(analysis, COLUMNS).rows(query)));
		assertThat(hits).extracting(TextHit::score).as("%s", query).isSortedAccordingTo((a, b) -> Double.compare(b, a));
		assertThat(search.run(query, 7)).as("%s", query).isEqualTo(hits.subList(0, Math.min(7, hits.size())));
	}

	@Test
	void everyQueryFindsWhatItAsksFor() throws IOException {
		TextSearch search = search(TextAnalysis.ENGLISH);
		for (int i = 0; i < QUERIES; i++) {
			require(TextAnalysis.ENGLISH, search, this.queries.query(2));
		}
	}

	@Test
	void wordsThatAreNotStemmedAreFoundAsTheyAre() throws IOException {
		TextSearch search = search(SampleTexts.PLAIN);
		for (int i = 0; i < QUERIES; i++) {
			require(SampleTexts.PLAIN, search, this.queries.query(1));
		}
	}

	@Test
	void whateverAUserTypesFindsWhatItWasReadAs() throws IOException {
		TextSearch search = search(TextAnalysis.ENGLISH);
		for (int i = 0; i < QUERIES; i++) {
			TextQuery.QueryString typed = this.queries.typed();
			require(TextAnalysis.ENGLISH, search, typed);
			require(TextAnalysis.ENGLISH, search, TextQuery.match(typed.text()));
			require(TextAnalysis.ENGLISH, search, TextQuery.phrase(typed.text()));
		}
	}

}
