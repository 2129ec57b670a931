package io.fletch.benchmarks.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.benchmarks.data.Document;
import io.fletch.benchmarks.files.FvecsFile;
import io.fletch.benchmarks.files.JsonLines;
import io.fletch.benchmarks.files.UnusableFileException;
import io.fletch.store.query.Distance;

/**
 * What is searched.
 *
 * @param name what results call it
 * @param base the vectors
 * @param queries what is asked
 * @param truth the numbers of the nearest vectors of each query, nearest first
 * @param distance what is measured between vectors
 * @param documents a document for each vector, or none
 * @param questions what is asked in words, one for each query, or none
 */
record SearchData(String name, VectorFile base, float[][] queries, int[][] truth, Distance distance,
		List<Document> documents, List<TextQuestion> questions) {

	static SearchData read(SearchFiles files, Distance distance) throws IOException {
		float[][] queries = FvecsFile.vectors(files.queries()).toArray(float[][]::new);
		int[][] truth = FvecsFile.numbers(files.truth()).toArray(int[][]::new);
		if (truth.length != queries.length) {
			throw new UnusableFileException("There are " + queries.length + " queries and " + truth.length
					+ " lists of their nearest vectors; give a list for each query");
		}
		String name = String.valueOf(files.vectors().getFileName()).replaceFirst("\\..*", "");
		VectorFile base = VectorFile.read(files.vectors());
		List<Document> documents = documents(files.documents());
		if (!documents.isEmpty() && documents.size() != base.count()) {
			throw new UnusableFileException("There are " + base.count() + " vectors and " + documents.size()
					+ " documents; give a document for each vector");
		}
		return new SearchData(name, base, queries, truth, distance, documents, questions(files.questions()));
	}

	private static List<Document> documents(@Nullable Path file) throws IOException {
		return (file != null) ? JsonLines.read(file, Document.class) : List.of();
	}

	private static List<TextQuestion> questions(@Nullable Path file) throws IOException {
		return (file != null) ? JsonLines.read(file, TextQuestion.class) : List.of();
	}

}
