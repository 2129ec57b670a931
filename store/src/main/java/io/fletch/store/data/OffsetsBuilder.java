package io.fletch.store.data;

/**
 * Collects offsets, of which the first is 0.
 */
final class OffsetsBuilder {

	private final BufferBuilder offsets = new BufferBuilder();

	private final boolean isWide;

	OffsetsBuilder(boolean isWide) {
		this.isWide = isWide;
		add(0);
	}

	void add(int end) {
		if (this.isWide) {
			this.offsets.putLong(end);
		}
		else {
			this.offsets.putInt(end);
		}
	}

	/**
	 * Adds the ends of neighbouring values that were copied to behind {@code end}.
	 */
	void copy(Offsets source, int from, int count, int end) {
		long shift = end - source.at(from);
		for (int i = from + 1; i <= from + count; i++) {
			add(Math.toIntExact(source.at(i) + shift));
		}
	}

	void emit(BufferSink sink) {
		sink.buffer(this.offsets);
	}

	void clear() {
		this.offsets.clear();
		add(0);
	}

	int byteSize() {
		return this.offsets.length();
	}

}
