package io.fletch.benchmarks.search;

import java.io.IOException;
import java.nio.file.Path;

import io.fletch.store.query.Distance;

/**
 * What is searched.
 *
 * @param base the vectors
 * @param queries what is asked
 * @param truth the numbers of the nearest vectors of each query, nearest first
 * @param distance what is measured between vectors
 */
record SearchData(VectorFile base, float[][] queries, int[][] truth, Distance distance) {

	static SearchData read(Path vectors, Path queries, Path truth, Distance distance) throws IOException {
		VectorFile asked = VectorFile.read(queries);
		float[][] all = new float[asked.count()][];
		for (int i = 0; i < all.length; i++) {
			all[i] = asked.vector(i);
		}
		return new SearchData(VectorFile.read(vectors), all, VectorFile.readNumbers(truth), distance);
	}

}
