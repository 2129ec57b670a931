package io.fletch.store.ingest.arrow;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Arrow IPC streaming format: the schema, dictionaries and record batches, and
 * an end marker or the end of the stream. Holds one message in memory.
 */
final class IpcStream implements ArrowBatches {

	/** What metadata has at most; only a damaged stream has more. */
	private static final int MAX_METADATA = 1 << 28;

	private static final int CONTINUATION = -1;

	private final InputStream stream;

	private final Schema schema;

	private final IpcDecoder decoder;

	IpcStream(InputStream stream) throws IOException {
		this.stream = stream;
		Message message = BatchReader.present(message(), "it is empty");
		BatchReader.require(message.headerType() == MessageHeader.Schema, "it does not begin with a schema");
		this.schema = IpcDecoder
			.schema((org.apache.arrow.flatbuf.Schema) message.header(new org.apache.arrow.flatbuf.Schema()));
		this.decoder = new IpcDecoder(this.schema);
	}

	@Override
	public Schema schema() {
		return this.schema;
	}

	@Override
	public @Nullable ArrowBatch next() throws IOException {
		for (Message message = message(); message != null; message = message()) {
			long length = message.bodyLength();
			BatchReader.require(length >= 0 && length <= Integer.MAX_VALUE - Long.BYTES,
					"a batch of " + length + " bytes; more than 2 GiB in one batch cannot be read");
			MemorySegment body = MemorySegment.ofArray(read((int) length));
			if (message.headerType() == MessageHeader.RecordBatch) {
				return this.decoder.batch((RecordBatch) message.header(new RecordBatch()), body);
			}
			BatchReader.require(message.headerType() == MessageHeader.DictionaryBatch,
					"a message of type " + message.headerType());
			if (message.header(new DictionaryBatch()) instanceof DictionaryBatch dictionary) {
				this.decoder.addDictionary(dictionary, body);
			}
		}
		return null;
	}

	private @Nullable Message message() throws IOException {
		byte[] prefix = this.stream.readNBytes(Integer.BYTES);
		if (prefix.length == 0) {
			return null;
		}
		int length = toInt(prefix);
		if (length == CONTINUATION) {
			length = toInt(this.stream.readNBytes(Integer.BYTES));
		}
		if (length == 0) {
			return null;
		}
		BatchReader.require(length > 0 && length <= MAX_METADATA, "metadata of " + length + " bytes");
		return IpcDecoder.message(MemorySegment.ofArray(read(length)));
	}

	private static int toInt(byte[] bytes) {
		BatchReader.require(bytes.length == Integer.BYTES, "it ends within a message");
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
	}

	private byte[] read(int length) throws IOException {
		byte[] bytes = this.stream.readNBytes(length);
		BatchReader.require(bytes.length == length, "it ends within a message");
		return bytes;
	}

	@Override
	public void close() {
		// The stream is the caller's.
	}

}
