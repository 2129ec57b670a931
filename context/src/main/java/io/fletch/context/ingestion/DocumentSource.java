package io.fletch.context.ingestion;

import java.io.IOException;
import java.util.stream.Stream;

/**
 * A set of documents that is synchronised as a whole.
 */
public interface DocumentSource {

	/**
	 * Returns the name under which it is remembered which documents come from here.
	 * @return the name; the same whenever the source is the same
	 */
	String name();

	/**
	 * Lists the documents that there are now.
	 * @return all documents, in any order; closed after use
	 * @throws IOException if they cannot be listed completely; the stream may throw
	 * {@link java.io.UncheckedIOException} as well
	 */
	Stream<SourceDocument> documents() throws IOException;

}
