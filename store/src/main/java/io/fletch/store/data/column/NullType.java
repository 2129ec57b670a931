package io.fletch.store.data.column;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.error.InvalidInputException;

/**
 * Nothing but nulls.
 */
public final class NullType extends ColumnType {

	@Override
	public String label() {
		return "null";
	}

	@Override
	public Object take(Object value) {
		throw MisfitException.ofType(value, label());
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new NullWriter();
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		source.bareNode();
		return ColumnReader.Absent.INSTANCE;
	}

	private static final class NullWriter extends ColumnWriter {

		@Override
		void put(Object value) {
			throw new IllegalArgumentException("A column of nulls takes no value");
		}

		@Override
		void putNulls(int count) {
			if (count() > BufferSource.MAX_WEIGHTLESS) {
				throw new InvalidInputException("One record batch would hold more than " + BufferSource.MAX_WEIGHTLESS
						+ " values of the type null");
			}
		}

		@Override
		void copyValues(ColumnReader source, int from, int count) {
			throw new IllegalArgumentException("A column of another type: " + source);
		}

		@Override
		public void emit(BufferSink sink) {
			sink.node(count(), count());
		}

		@Override
		long valueSize() {
			return count();
		}

		@Override
		void emitValues(BufferSink sink) {
		}

		@Override
		void clearValues() {
		}

	}

}
