package io.fletch.store.data.buffer;

/**
 * Collects offsets, of which the first is 0.
 */
public final class OffsetsBuilder {

	private final BufferBuilder offsets = new BufferBuilder();

	private final boolean isWide;

	public OffsetsBuilder(boolean isWide) {
		this.isWide = isWide;
		add(0);
	}

	public void add(int end) {
		if (this.isWide) {
			this.offsets.putLong(end);
		}
		else {
			this.offsets.putInt(end);
		}
	}

	/**
	 * Adds the ends of neighbouring values that were copied to behind {@code end}.
	 * @param source the offsets
	 * @param from the position of the first
	 * @param count how many to add
	 * @param end where the values before them end
	 */
	public void copy(Offsets source, int from, int count, int end) {
		long shift = end - source.at(from);
		for (int i = from + 1; i <= from + count; i++) {
			add(Math.toIntExact(source.at(i) + shift));
		}
	}

	public void emit(BufferSink sink) {
		sink.buffer(this.offsets);
	}

	public void clear() {
		this.offsets.clear();
		add(0);
	}

	public int byteSize() {
		return this.offsets.length();
	}

}
