package io.fletch.benchmarks.measure;

import java.io.IOException;

/**
 * Takes what was measured.
 */
@FunctionalInterface
public interface ResultSink {

	/**
	 * Takes a result.
	 * @param result the result
	 * @throws IOException if it cannot be kept
	 */
	void add(Result result) throws IOException;

}
