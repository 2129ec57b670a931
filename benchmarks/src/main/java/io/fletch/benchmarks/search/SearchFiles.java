package io.fletch.benchmarks.search;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The files of what is searched.
 *
 * @param vectors the vectors, in the fvecs format
 * @param queries what is asked, in the fvecs format
 * @param truth the numbers of the nearest vectors of each query, in the ivecs format
 * @param documents a document for each vector, one a line, or {@code null}
 * @param questions what is asked in words, one for each query, one a line, or
 * {@code null}
 */
public record SearchFiles(Path vectors, Path queries, Path truth, @Nullable Path documents, @Nullable Path questions) {

}
