package io.fletch.benchmarks.measure;

/**
 * What a long operation is.
 *
 * @param op the operation
 * @param config what it is done with
 * @param rows the number of rows of a run
 */
public record Subject(String op, String config, int rows) {

}
