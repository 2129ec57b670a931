package io.fletch.context.window;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Slides the window over the rows of one group after the other. Holds no more rows than a
 * window has.
 */
final class SlidingWindow<T> {

	private final RowReading<T> reading;

	private final WindowSizes sizes;

	private final Consumer<Window<T>> windows;

	private final Deque<RowReading.Numbered<T>> members = new ArrayDeque<>();

	private int skipped;

	SlidingWindow(RowReading<T> reading, WindowSizes sizes, Consumer<Window<T>> windows) {
		this.reading = reading;
		this.sizes = sizes;
		this.windows = windows;
	}

	void add(int index, T row) {
		// Also of rows that no window holds: a text that is none is told wherever it is.
		String text = this.reading.text(index, row);
		if (this.skipped > 0) {
			this.skipped--;
			return;
		}
		this.members.add(new RowReading.Numbered<>(index, row, text));
		if (this.members.size() == this.sizes.requiredWindow()) {
			this.windows.accept(this.reading.join(this.members));
			advance();
		}
	}

	private void advance() {
		int stride = this.sizes.requiredStride();
		this.skipped = Math.max(0, stride - this.members.size());
		for (int row = 0; row < stride && !this.members.isEmpty(); row++) {
			this.members.removeFirst();
		}
	}

	/**
	 * Gives the windows that the end of the group cuts short.
	 */
	void endGroup() {
		while (!this.members.isEmpty() && this.members.size() >= this.sizes.minimum()) {
			this.windows.accept(this.reading.join(this.members));
			advance();
		}
		this.members.clear();
		this.skipped = 0;
	}

}
