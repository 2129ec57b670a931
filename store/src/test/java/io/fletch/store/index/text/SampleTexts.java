package io.fletch.store.index.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.Fields;
import io.fletch.store.data.RowBatch;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.IndexRows;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.query.text.TextQuery;

/**
 * Rows of texts, and searches in them.
 */
final class SampleTexts {

	static final String COLUMN = "text";

	/** Splits words and nothing else. */
	static final TextAnalysis PLAIN = TextAnalysis.of(Map.of("stem", "false", "remove_stop_words", "false"));

	private static final int BATCH = 3;

	private SampleTexts() {
	}

	static IndexRows rows(String... texts) {
		return rows(List.of(Fields.nullable(COLUMN, Fields.UTF8)),
				Arrays.stream(texts).map((text) -> new @Nullable Object[] { text }).toList());
	}

	static IndexRows lists(List<List<String>> lists) {
		Field list = Fields.nullable(COLUMN, new ArrowType.List(), Fields.nullable("item", Fields.UTF8));
		return rows(List.of(list), lists.stream().map((texts) -> new @Nullable Object[] { texts }).toList());
	}

	/**
	 * Rows in small batches. Between any two of them lies one that does not count.
	 */
	static IndexRows rows(List<Field> fields, List<@Nullable Object[]> values) {
		Schema schema = new Schema(fields);
		List<IndexRows.Piece> pieces = new ArrayList<>();
		for (int from = 0; from < values.size(); from += BATCH) {
			List<@Nullable Object[]> batch = new ArrayList<>();
			BitSet live = new BitSet();
			for (@Nullable
			Object[] row : values.subList(from, Math.min(values.size(), from + BATCH))) {
				live.set(batch.size());
				batch.add(row);
				batch.add(new @Nullable Object[fields.size()]);
			}
			RowBatch decoded = RowBatch.decode(schema,
					MemorySegment.ofArray(new BatchEncoder(schema).encode(batch).toByteArray()));
			pieces.add(new IndexRows.Piece(decoded.columns(), live, from));
		}
		return new ListedRows(values.size(), pieces);
	}

	static TextSegment segment(TextAnalysis analysis, String... texts) {
		return segment(analysis, rows(texts));
	}

	static TextSegment segment(TextAnalysis analysis, IndexRows rows) {
		return new TextSegmentBuilder(List.of(analysis), rows, (done) -> {
		}).inMemory();
	}

	/**
	 * Writes a segment to a file and opens it.
	 */
	static TextSegment stored(List<TextAnalysis> analyses, IndexRows rows) {
		MemoryStorage storage = new MemoryStorage(new FileCache(1 << 20));
		try (IndexFileWriter file = IndexFileWriter.create(storage, "segment")) {
			new TextSegmentBuilder(analyses, rows, (done) -> {
			}).writeTo(file);
			file.finish();
			return TextSegment.open(IndexFile.open(storage, "segment"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static TextSearch search(TextAnalysis analysis, String... texts) {
		return search(live(segment(analysis, texts)));
	}

	/**
	 * A segment whose rows all count.
	 */
	static LiveSegment live(TextSegment segment) {
		return live(segment, new BitSet(), 0);
	}

	/**
	 * A segment whose rows have consecutive ids.
	 */
	static LiveSegment live(TextSegment segment, BitSet deleted, long firstId) {
		return new LiveSegment(segment, deleted, (ordinal) -> firstId + ordinal);
	}

	static TextSearch search(LiveSegment... segments) {
		try {
			return new TextSearch(List.of(COLUMN), List.of(segments));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<TextHit> hits(TextSearch search, TextQuery query) {
		try {
			return search.run(query, 100);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the ordinals that a query finds, the best first.
	 */
	static List<Integer> found(TextSearch search, TextQuery query) {
		return hits(search, query).stream().map(TextHit::ordinal).toList();
	}

	private record ListedRows(int count, List<IndexRows.Piece> pieces) implements IndexRows {
	}

}
