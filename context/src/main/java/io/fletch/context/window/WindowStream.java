package io.fletch.context.window;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * Makes the windows over rows as they come, sorted by group. Holds the rows of one
 * window, whatever the number of rows and groups.
 */
final class WindowStream<T> extends Spliterators.AbstractSpliterator<Window<T>> {

	private final Iterator<T> rows;

	private final RowReading<T> reading;

	private final Runnable end;

	private final Queue<Window<T>> ready = new ArrayDeque<>();

	private final SlidingWindow<T> sliding;

	private @Nullable Object key;

	private int index;

	private boolean ended;

	private WindowStream(Iterator<T> rows, RowReading<T> reading, WindowSizes sizes, Runnable end) {
		super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
		this.rows = rows;
		this.reading = reading;
		this.end = end;
		this.sliding = new SlidingWindow<>(reading, sizes, this.ready::add);
	}

	/**
	 * Starts to make windows.
	 * @param rows the rows, which are closed with the result
	 * @param end is called after the last row
	 */
	static <T> Stream<Window<T>> of(Stream<T> rows, RowReading<T> reading, WindowSizes sizes, Runnable end) {
		WindowStream<T> windows = new WindowStream<>(rows.iterator(), reading, sizes, end);
		return StreamSupport.stream(windows, false).onClose(rows::close);
	}

	@Override
	public boolean tryAdvance(Consumer<? super Window<T>> action) {
		while (this.ready.isEmpty() && !this.ended) {
			if (this.rows.hasNext()) {
				take(this.rows.next());
			}
			else {
				this.ended = true;
				this.end.run();
				this.sliding.endGroup();
			}
		}
		Window<T> window = this.ready.poll();
		if (window != null) {
			action.accept(window);
		}
		return window != null;
	}

	private void take(T row) {
		Object next = this.reading.key(row);
		int number = this.index;
		this.index = Math.incrementExact(number);
		if (next == null) {
			return;
		}
		Object before = this.key;
		if (before == null || isAnother(before, next, number)) {
			this.sliding.endGroup();
			this.key = next;
		}
		this.sliding.add(number, row);
	}

	/**
	 * Keys are one group where their order says so, as in a list: 1.0 and 1.00 are.
	 */
	private boolean isAnother(Object before, Object next, int number) {
		int order = before.equals(next) ? 0 : compare(before, next);
		if (order > 0) {
			throw new UnsortedGroupsException(this.reading.groupName() + " gave " + next + " in row " + number
					+ " after " + before + ": sort the rows of a stream by their group, or make a list of them, whose "
					+ "groups may come in any order");
		}
		return order < 0;
	}

	@SuppressWarnings("unchecked")
	private int compare(Object before, Object next) {
		try {
			return ((Comparable<Object>) before).compareTo(next);
		}
		catch (ClassCastException ex) {
			throw this.reading.unordered(next, false, ex);
		}
	}

}
