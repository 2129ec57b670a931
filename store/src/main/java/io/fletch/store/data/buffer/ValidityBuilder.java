package io.fletch.store.data.buffer;

/**
 * Collects which values of a column are not null. Bits are kept from the first null on.
 */
public final class ValidityBuilder {

	private final BufferBuilder bits = new BufferBuilder();

	private int count;

	private int nullCount;

	public int count() {
		return this.count;
	}

	public void add(boolean valid) {
		if (!valid) {
			if (this.nullCount++ == 0) {
				beginBits();
			}
		}
		if (this.nullCount > 0) {
			if ((this.count & 7) == 0) {
				this.bits.putByte(0);
			}
			if (valid) {
				this.bits.setBit(this.count);
			}
		}
		this.count++;
	}

	public void add(boolean valid, int times) {
		if (valid && this.nullCount == 0) {
			this.count += times;
			return;
		}
		for (int i = 0; i < times; i++) {
			add(valid);
		}
	}

	public void copy(Validity source, int from, int times) {
		if (source.isAbsent()) {
			add(true, times);
			return;
		}
		for (int i = from; i < from + times; i++) {
			add(!source.isNull(i));
		}
	}

	private void beginBits() {
		for (int i = 0; i < this.count; i++) {
			if ((i & 7) == 0) {
				this.bits.putByte(0);
			}
			this.bits.setBit(i);
		}
	}

	public void emit(BufferSink sink) {
		sink.node(this.count, this.nullCount);
		sink.buffer(this.bits);
	}

	public void clear() {
		this.bits.clear();
		this.count = 0;
		this.nullCount = 0;
	}

	public int byteSize() {
		return this.bits.length();
	}

}
