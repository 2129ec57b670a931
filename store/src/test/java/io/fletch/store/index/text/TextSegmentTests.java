package io.fletch.store.index.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.SeededRandom;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.index.HostileSections;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class TextSegmentTests {

	private static final String QUERY = "w1 w3 w7 w20";

	@Test
	void scoresEqualThoseOfOneLuceneIndex(Random random) throws IOException {
		String[] texts = texts(random, 500);
		TextSearch search = SampleTexts.search(SampleTexts.live(stored(texts)));
		assertEqual(search.run(TextQuery.match(QUERY), 1000), byLucene(texts, new BitSet()), new int[] { 0 });
	}

	@Test
	void scoresDoNotDependOnTheSegments(Random random) throws IOException {
		String[] texts = texts(random, 500);
		String[][] parts = { slice(texts, 0, 200), slice(texts, 200, 201), slice(texts, 201, 201),
				slice(texts, 201, 500) };
		BitSet none = new BitSet();
		TextSearch search = SampleTexts.search(SampleTexts.live(stored(parts[0])),
				SampleTexts.live(stored(parts[1]), none, 200), SampleTexts.live(stored(parts[2]), none, 201),
				SampleTexts.live(SampleTexts.segment(SampleTexts.PLAIN, parts[3]), none, 201));
		assertEqual(search.run(TextQuery.match(QUERY), 1000), byLucene(texts, new BitSet()),
				new int[] { 0, 200, 201, 201 });
	}

	@Test
	void deletedRowsCountNowhere(Random random) throws IOException {
		String[] texts = texts(random, 500);
		BitSet deleted = new BitSet();
		random.ints(200, 0, 500).forEach(deleted::set);
		BitSet first = deleted.get(0, 250);
		BitSet second = deleted.get(250, 500);
		TextSearch search = SampleTexts.search(SampleTexts.live(stored(slice(texts, 0, 250)), first, 0),
				SampleTexts.live(stored(slice(texts, 250, 500)), second, 250));
		assertEqual(search.run(TextQuery.match(QUERY), 1000), byLucene(texts, deleted), new int[] { 0, 250 });
	}

	@Test
	void nothingIsFoundWhereEveryRowIsDeleted() throws IOException {
		BitSet deleted = new BitSet();
		deleted.set(0, 2);
		TextSearch search = SampleTexts.search(SampleTexts.live(stored(new String[] { "w1", "w1 w3" }), deleted, 0));
		assertThat(search.run(TextQuery.match(QUERY), 10)).isEmpty();
	}

	@Test
	void theBestFewAreTheBestOfAll(Random random) throws IOException {
		TextSearch search = SampleTexts.search(SampleTexts.live(stored(texts(random, 5000))));
		List<TextHit> all = search.run(TextQuery.match(QUERY), 5000);
		assertThat(search.run(TextQuery.match(QUERY), 10)).isEqualTo(all.subList(0, 10));
	}

	@Test
	void acceptedRowsAreThoseOfAllThatAreAccepted(Random random) throws IOException {
		TextSearch search = SampleTexts.search(SampleTexts.live(stored(texts(random, 5000))));
		BitSet accepted = new BitSet();
		random.ints(700, 0, 5000).forEach(accepted::set);
		List<TextHit> all = search.run(TextQuery.match(QUERY), 5000);
		assertThat(search.run(TextQuery.match(QUERY), 20, List.of(accepted)))
			.isEqualTo(all.stream().filter((hit) -> accepted.get(hit.ordinal())).limit(20).toList());
	}

	@Test
	void aSegmentComesBackFromItsFile() {
		TextAnalysis french = TextAnalysis.of(Map.of("language", "French"));
		TextSegment segment = SampleTexts.stored(List.of(french), SampleTexts.rows("la route", "le café"));
		assertThat(segment.rowCount()).isEqualTo(2);
		assertThat(segment.columns()).containsExactly(french);
		assertThat(SampleTexts.found(SampleTexts.search(SampleTexts.live(segment)), TextQuery.phrase("café")))
			.containsExactly(1);
	}

	@Test
	void aSegmentWithoutRowsComesBack() {
		assertThat(stored(new String[0]).rowCount()).isZero();
	}

	@Test
	void progressIsTold() {
		List<Integer> progress = new ArrayList<>();
		new TextSegmentBuilder(List.of(SampleTexts.PLAIN), SampleTexts.rows("a", "b", "c", "d"), progress::add)
			.inMemory();
		assertThat(progress).containsExactly(3, 4);
	}

	@Test
	void anInterruptStopsTheWork() throws IOException {
		MemoryStorage storage = new MemoryStorage(new FileCache(1 << 20));
		TextSegmentBuilder builder = new TextSegmentBuilder(List.of(SampleTexts.PLAIN),
				SampleTexts.rows("a", "b", "c", "d"), (done) -> Thread.currentThread().interrupt());
		try (IndexFileWriter file = IndexFileWriter.create(storage, "segment")) {
			assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> builder.writeTo(file))
				.withMessageContaining("interrupt");
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void aSegmentIsNotDamagedBecauseItsThreadIsInterrupted() throws IOException {
		MemoryStorage storage = new MemoryStorage(new FileCache(1 << 20));
		try (IndexFileWriter writer = IndexFileWriter.create(storage, "segment")) {
			new TextSegmentBuilder(List.of(SampleTexts.PLAIN), SampleTexts.rows("a", "b"), (done) -> {
			}).writeTo(writer);
			writer.finish();
		}
		IndexFile file = IndexFile.open(storage, "segment");
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> TextSegment.open(file))
			.withMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(TextSegment.open(file).rowCount()).isEqualTo(2);
	}

	@Test
	void aFileOfAnotherKindIsRefused() throws IOException {
		MemoryStorage storage = new MemoryStorage(new FileCache(1 << 20));
		try (IndexFileWriter file = IndexFileWriter.create(storage, "segment")) {
			file.endSection();
			file.endSection();
			file.finish();
		}
		assertThatExceptionOfType(CorruptTableException.class)
			.isThrownBy(() -> TextSegment.open(IndexFile.open(storage, "segment")))
			.withMessageStartingWith("A segment of the full-text index is damaged: ")
			.withMessageEndingWith("drop the index and create it again");
	}

	@Test
	void whateverNumbersStandInItItIsDamagedOrCoversItsRows(Random random) throws IOException {
		MemoryStorage storage = new MemoryStorage(new FileCache(1 << 20));
		try (IndexFileWriter file = IndexFileWriter.create(storage, "good")) {
			new TextSegmentBuilder(List.of(SampleTexts.PLAIN), SampleTexts.rows(texts(random, 20)), (done) -> {
			}).writeTo(file);
			file.finish();
		}
		HostileSections sections = new HostileSections(storage, IndexFile.open(storage, "good"));
		HostileSections.Attempt attempt = (file) -> {
			try {
				assertThat(TextSegment.open(file).rowCount()).isNotNegative();
			}
			catch (CorruptTableException | UnsupportedFormatException ex) {
				assertThat(ex).hasMessageEndingWith("drop the index and create it again");
			}
		};
		sections.inEveryPlaceOf(TextSegment.HEAD, random, attempt);
		sections.inSomePlaces(500, random, attempt);
	}

	private static TextSegment stored(String[] texts) {
		return SampleTexts.stored(List.of(SampleTexts.PLAIN), SampleTexts.rows(texts));
	}

	private static String[] slice(String[] texts, int from, int to) {
		return List.of(texts).subList(from, to).toArray(new String[0]);
	}

	private static String[] texts(Random random, int count) {
		String[] texts = new String[count];
		for (int i = 0; i < count; i++) {
			StringBuilder text = new StringBuilder();
			for (int words = random.nextInt(60); words > 0; words--) {
				text.append(" w").append((int) Math.abs(random.nextGaussian() * 12));
			}
			texts[i] = text.toString();
		}
		return texts;
	}

	private static void assertEqual(List<TextHit> hits, List<ScoreDoc> expected, int[] starts) {
		assertThat(hits).hasSameSizeAs(expected);
		for (int i = 0; i < hits.size(); i++) {
			TextHit hit = hits.get(i);
			assertThat(starts[hit.segment()] + hit.ordinal()).isEqualTo(expected.get(i).shardIndex);
			assertThat(hit.score()).isCloseTo(expected.get(i).score, Offset.offset(1e-6f));
		}
	}

	/**
	 * Returns what one Lucene index of the rows that are not deleted finds, with the
	 * ordinals of the rows.
	 */
	private static List<ScoreDoc> byLucene(String[] texts, BitSet deleted) throws IOException {
		List<Integer> ordinals = new ArrayList<>();
		try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
			try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(SampleTexts.PLAIN.analyzer()))) {
				for (int i = deleted.nextClearBit(0); i < texts.length; i = deleted.nextClearBit(i + 1)) {
					Document document = new Document();
					document.add(new TextField("t", texts[i], Field.Store.NO));
					writer.addDocument(document);
					ordinals.add(i);
				}
				writer.forceMerge(1);
			}
			try (DirectoryReader reader = DirectoryReader.open(directory)) {
				BooleanQuery.Builder query = new BooleanQuery.Builder();
				for (String word : QUERY.split(" ")) {
					query.add(new TermQuery(new Term("t", word)), BooleanClause.Occur.SHOULD);
				}
				ScoreDoc[] hits = new IndexSearcher(reader).search(query.build(), 1000).scoreDocs;
				return List.of(hits)
					.stream()
					.map((hit) -> new ScoreDoc(hit.doc, hit.score, ordinals.get(hit.doc)))
					.toList();
			}
		}
	}

}
