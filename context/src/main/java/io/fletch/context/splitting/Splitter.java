package io.fletch.context.splitting;

import java.util.List;

import io.fletch.context.reading.ParsedDocument;

/**
 * Splits documents into chunks. Implementations are safe for use by several threads at
 * once.
 */
public interface Splitter {

	/**
	 * Splits a document.
	 * @param document the document
	 * @return its chunks in the order of the text. The text of each is the characters
	 * from its start to its end; chunks may overlap
	 * @throws io.fletch.store.error.CancelledException if the thread is interrupted,
	 * which implementations should heed, too
	 */
	List<Chunk> split(ParsedDocument document);

	/**
	 * Describes what decides the chunks, so that a change of it is noticed and documents
	 * are split anew.
	 * @return the name of the splitter and its settings, for example {@code sentence 400}
	 */
	String description();

}
