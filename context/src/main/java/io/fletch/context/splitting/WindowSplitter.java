package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;
import io.fletch.context.window.Contextualizer;
import io.fletch.context.window.Window;

/**
 * Joins a few neighbouring chunks of another splitter, by the rules of the
 * {@link Contextualizer}. A window never crosses a section; what a window holds already
 * is not given again as the tail of the section, and a section with fewer chunks than a
 * window is one, whatever the least size. Immutable.
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
	 * @param stride the number of chunks between the starts of two windows, at least 1
	 * and at most {@code window}
	 * @param minWindowSize the fewest chunks in a window that the end of its section cut
	 * short, at least 1, which loses nothing, and at most {@code window}
	 * @throws IllegalArgumentException if a number is out of these bounds
	 */
	public WindowSplitter(Splitter chunks, int window, int stride, int minWindowSize) {
		Objects.requireNonNull(chunks, "chunks");
		this.chunks = chunks;
		this.window = SplitterOption.atLeast("window", window, 1);
		this.stride = SplitterOption.atLeast("stride", stride, 1);
		this.minWindowSize = SplitterOption.atLeast("minWindowSize", minWindowSize, 1);
		if (stride > window) {
			throw new IllegalArgumentException("stride must be at most window, which is " + window + ", but was "
					+ stride + ": the chunks between two windows would be in none");
		}
		if (minWindowSize > window) {
			throw new IllegalArgumentException("minWindowSize must be at most window, which is " + window + ", but was "
					+ minWindowSize + ": no window has more chunks");
		}
	}

	@Override
	public List<Chunk> split(ParsedDocument document) {
		Objects.requireNonNull(document, "document");
		List<Chunk> joined = new ArrayList<>();
		int covered = 0;
		for (Window<Placed> each : windows(place(document.sections(), this.chunks.split(document)))) {
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

	private List<Window<Placed>> windows(List<Placed> parts) {
		return Contextualizer.over(parts)
			.text((placed) -> placed.chunk().text())
			.groupBy(Placed::group)
			.window(this.window)
			.stride(this.stride)
			.minWindowSize(1)
			.windows()
			.stream()
			.filter((each) -> each.rows().size() >= this.minWindowSize || isFirst(each.row(), parts))
			.toList();
	}

	/**
	 * Says whether a chunk is the first of its group.
	 */
	private static boolean isFirst(Placed placed, List<Placed> parts) {
		return placed.index() == 0 || parts.get(placed.index() - 1).group() != placed.group();
	}

	/**
	 * Chunks of one group can be joined: those that start in the same section, and have
	 * the same parent.
	 */
	private static List<Placed> place(List<Section> sections, List<Chunk> parts) {
		List<Placed> placed = new ArrayList<>(parts.size());
		int section = 0;
		int group = 0;
		for (Chunk chunk : parts) {
			int before = section;
			while (section < sections.size() - 1 && chunk.start() >= sections.get(section).end()) {
				section++;
			}
			if (!placed.isEmpty()
					&& (section > before || !Objects.equals(placed.getLast().chunk().parent(), chunk.parent()))) {
				group++;
			}
			placed.add(new Placed(chunk, placed.size(), group));
		}
		return placed;
	}

	/**
	 * A chunk, its index among all, and the number of those that it can be joined with.
	 */
	private record Placed(Chunk chunk, int index, int group) {
	}

}
