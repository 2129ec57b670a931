package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.List;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;
import io.fletch.store.error.CancelledException;

/**
 * Makes chunks of the stretches that a splitter finds in each section.
 */
final class SectionChunks {

	private SectionChunks() {
	}

	/**
	 * Splits the sections of a document, one after the other.
	 * @param document the document
	 * @param cut finds the stretches of the text of one section
	 * @return the chunks
	 */
	static List<Chunk> of(ParsedDocument document, Cut cut) {
		List<Chunk> chunks = new ArrayList<>();
		for (Section section : document.sections()) {
			CancelledException.throwIfInterrupted();
			for (Span span : cut.spans(document.text().substring(section.start(), section.end()))) {
				chunks.add(chunk(document, section, section.start() + span.start(), section.start() + span.end()));
			}
		}
		return List.copyOf(chunks);
	}

	private static Chunk chunk(ParsedDocument document, Section section, int start, int end) {
		return new Chunk(document.text().substring(start, end), start, end, section.heading(), section.page());
	}

	/**
	 * Finds the stretches of a text that become chunks.
	 */
	interface Cut {

		List<Span> spans(String text);

	}

}
