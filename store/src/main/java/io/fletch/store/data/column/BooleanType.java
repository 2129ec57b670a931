package io.fletch.store.data.column;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.buffer.Validity;
import io.fletch.store.data.value.MisfitException;

/**
 * Truth values. The Java form is Boolean.
 */
final class BooleanType extends ColumnType {

	@Override
	public String label() {
		return "bool";
	}

	@Override
	public Object take(Object value) {
		if (!(value instanceof Boolean)) {
			throw MisfitException.ofType(value, label());
		}
		return value;
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new BitWriter();
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		return new ColumnReader.Bits(node.validity(), source.buffer((node.length() + 7L) / 8));
	}

	private static final class BitWriter extends ColumnWriter {

		private final BufferBuilder bits = new BufferBuilder();

		private int length;

		private void add(boolean bit) {
			if ((this.length & 7) == 0) {
				this.bits.putByte(0);
			}
			if (bit) {
				this.bits.setBit(this.length);
			}
			this.length++;
		}

		@Override
		void put(Object value) {
			add((Boolean) value);
		}

		@Override
		void putNulls(int count) {
			for (int i = 0; i < count; i++) {
				add(false);
			}
		}

		@Override
		void copyValues(ColumnReader source, int from, int count) {
			ColumnReader.Bits values = (ColumnReader.Bits) source;
			for (int i = from; i < from + count; i++) {
				add(Validity.isSet(values.bits(), i));
			}
		}

		@Override
		long valueSize() {
			return this.bits.length();
		}

		@Override
		void emitValues(BufferSink sink) {
			sink.buffer(this.bits);
		}

		@Override
		void clearValues() {
			this.bits.clear();
			this.length = 0;
		}

	}

}
