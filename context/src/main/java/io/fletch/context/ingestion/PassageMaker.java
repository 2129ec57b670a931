package io.fletch.context.ingestion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;
import io.fletch.context.window.Contextualizer;
import io.fletch.context.window.Window;

/**
 * Makes the passages of a document: windows over the chunks of each section.
 */
final class PassageMaker {

	private final IngestionSettings settings;

	PassageMaker(IngestionSettings settings) {
		this.settings = settings;
	}

	List<Passage> passages(String documentId, ParsedDocument document) {
		List<Passage> passages = new ArrayList<>();
		int covered = 0;
		for (Window<Placed> window : windows(this.settings.splitter().split(document))) {
			Chunk first = window.rows().getFirst().chunk();
			Chunk last = window.rows().getLast().chunk();
			// A tail that the window before holds already would only be found twice.
			if (last.end() > covered) {
				covered = last.end();
				int ordinal = passages.size();
				passages.add(new Passage(documentId + "-" + ordinal, documentId, ordinal,
						document.text().substring(first.start(), last.end()), null, first.start(), last.end(),
						first.heading(), first.page()));
			}
		}
		return passages;
	}

	private List<Window<Placed>> windows(List<Chunk> chunks) {
		return Contextualizer.over(place(chunks))
			.text((placed) -> placed.chunk().text())
			.groupBy(Placed::section)
			.window(this.settings.window())
			.stride(this.settings.stride())
			.minWindowSize(this.settings.minWindowSize())
			.windows();
	}

	private static List<Placed> place(List<Chunk> chunks) {
		List<Placed> placed = new ArrayList<>(chunks.size());
		int section = 0;
		for (Chunk chunk : chunks) {
			if (!placed.isEmpty() && !sameSection(placed.getLast().chunk(), chunk)) {
				section++;
			}
			placed.add(new Placed(chunk, section));
		}
		return placed;
	}

	private static boolean sameSection(Chunk left, Chunk right) {
		return Objects.equals(left.heading(), right.heading()) && Objects.equals(left.page(), right.page());
	}

	/**
	 * A chunk and the number of its section.
	 */
	private record Placed(Chunk chunk, int section) {
	}

}
