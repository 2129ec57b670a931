package io.fletch.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SeededRandom.class)
class FullTextScoreTests {

	@TempDir
	private Path folder;

	private ThreeTextTables tables;

	private Table marked;

	@BeforeEach
	void fillTables(Random random) {
		this.tables = ThreeTextTables.create(this.folder, random);
		this.marked = this.tables.marked();
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	@Test
	void scoresAreThoseOfOneLuceneIndexOverTheWholeTable(Random random) throws IOException {
		this.tables.add(random, 3000, 100);
		this.tables.all().forEach((table) -> table.delete("id % 7 = 2"));
		List<Map<String, @Nullable Object>> rows = this.marked.scan().rows();
		for (String words : List.of("w1 w60", "w2 w33 w150", "w5")) {
			List<FullTextTables.Found> expected = byLucene(rows, words);
			assertThat(expected).hasSize((int) rows.stream().filter((row) -> hasAny(row, words)).count());
			for (Table table : this.tables.all()) {
				assertThat(FullTextTables.found(table.search(TextQuery.match(words, "body")).limit(5000)))
					.isEqualTo(expected);
			}
		}
	}

	private static boolean hasAny(Map<String, @Nullable Object> row, String words) {
		List<String> body = List.of(String.valueOf(row.get("body")).split(" "));
		return Stream.of(words.split(" ")).anyMatch(body::contains);
	}

	/**
	 * Searches a Lucene index of the same tokens.
	 */
	private static List<FullTextTables.Found> byLucene(List<Map<String, @Nullable Object>> rows, String words)
			throws IOException {
		try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
			try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()))) {
				for (Map<String, @Nullable Object> row : rows) {
					Document document = new Document();
					document.add(new StoredField("id", String.valueOf(row.get("id"))));
					if (row.get("body") instanceof String body) {
						String tokens = TextAnalysis.ENGLISH.tokenize(body)
							.stream()
							.map(TextAnalysis.Token::text)
							.collect(Collectors.joining(" "));
						document.add(new TextField("body", tokens, org.apache.lucene.document.Field.Store.NO));
					}
					writer.addDocument(document);
				}
				writer.forceMerge(1);
			}
			return search(directory, words);
		}
	}

	private static List<FullTextTables.Found> search(ByteBuffersDirectory directory, String words) throws IOException {
		try (DirectoryReader reader = DirectoryReader.open(directory)) {
			BooleanQuery.Builder query = new BooleanQuery.Builder();
			for (String word : words.split(" ")) {
				query.add(new TermQuery(new Term("body", word)), BooleanClause.Occur.SHOULD);
			}
			List<FullTextTables.Found> found = new ArrayList<>();
			for (ScoreDoc hit : new IndexSearcher(reader).search(query.build(), 5000).scoreDocs) {
				found.add(new FullTextTables.Found(reader.storedFields().document(hit.doc).get("id"), hit.score));
			}
			return found;
		}
	}

}
