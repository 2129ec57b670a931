package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.window.Contextualizer;
import io.fletch.context.window.Window;

/**
 * Joins a few neighbouring chunks of another splitter, by the rules of the
 * {@link Contextualizer}. A window never crosses a section; what a window holds already
 * is not given again as the tail of the section. Immutable.
 */
public final class WindowSplitter implements Splitter {

	private final Splitter chunks;

	private final int window;

	private final int stride;

	private final int minWindowSize;

	/**
	 * Creates a splitter.
	 * @param chunks makes the chunks that are joined
	 * @param window the number of chunks that are joined, at least 1
	 * @param stride the number of chunks between the starts of two windows, at least 1;
	 * more than the window leaves chunks out
	 * @param minWindowSize the fewest chunks in a window that the end of its section cut
	 * short, at least 1, which loses nothing
	 * @throws IllegalArgumentException if a number is less
	 */
	public WindowSplitter(Splitter chunks, int window, int stride, int minWindowSize) {
		Objects.requireNonNull(chunks, "chunks");
		this.chunks = chunks;
		this.window = SplitterOption.atLeast("window", window, 1);
		this.stride = SplitterOption.atLeast("stride", stride, 1);
		this.minWindowSize = SplitterOption.atLeast("minWindowSize", minWindowSize, 1);
	}

	@Override
	public List<Chunk> split(ParsedDocument document) {
		Objects.requireNonNull(document, "document");
		List<Chunk> joined = new ArrayList<>();
		int covered = 0;
		for (Window<Placed> each : windows(this.chunks.split(document))) {
			Chunk first = each.rows().getFirst().chunk();
			int end = each.rows().stream().mapToInt((placed) -> placed.chunk().end()).max().orElse(first.end());
			// A tail that the window before holds already would only be found twice.
			if (end > covered) {
				covered = end;
				joined.add(new Chunk(document.text().substring(first.start(), end), first.start(), end, first.heading(),
						first.page(), first.parent()));
			}
		}
		return List.copyOf(joined);
	}

	@Override
	public String description() {
		return "window " + this.window + " " + this.stride + " " + this.minWindowSize + " of "
				+ this.chunks.description();
	}

	private List<Window<Placed>> windows(List<Chunk> parts) {
		return Contextualizer.over(place(parts))
			.text((placed) -> placed.chunk().text())
			.groupBy(Placed::section)
			.window(this.window)
			.stride(this.stride)
			.minWindowSize(this.minWindowSize)
			.windows();
	}

	private static List<Placed> place(List<Chunk> parts) {
		List<Placed> placed = new ArrayList<>(parts.size());
		int section = 0;
		for (Chunk chunk : parts) {
			if (!placed.isEmpty() && !sameSection(placed.getLast().chunk(), chunk)) {
				section++;
			}
			placed.add(new Placed(chunk, section));
		}
		return placed;
	}

	private static boolean sameSection(Chunk left, Chunk right) {
		return Objects.equals(left.heading(), right.heading()) && Objects.equals(left.page(), right.page())
				&& Objects.equals(left.parent(), right.parent());
	}

	/**
	 * A chunk and the number of its section.
	 */
	private record Placed(Chunk chunk, int section) {
	}

}
