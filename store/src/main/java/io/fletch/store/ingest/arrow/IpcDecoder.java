package io.fletch.store.ingest.arrow;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * Decodes the messages of an Arrow IPC file or stream in place. Dictionaries are read at
 * once, as the batches behind them need them.
 */
final class IpcDecoder {

	private final Schema schema;

	private final Map<Long, Field> dictionaryFields = new HashMap<>();

	private final Map<Long, @Nullable Object[]> dictionaries = new HashMap<>();

	IpcDecoder(Schema schema) {
		this.schema = schema;
		schema.getFields().forEach(this::findDictionaries);
	}

	/**
	 * Decodes the schema of a file or stream.
	 */
	static Schema schema(org.apache.arrow.flatbuf.@Nullable Schema given) {
		org.apache.arrow.flatbuf.Schema flatbuffer = BatchReader.present(given, "there is no schema");
		if (flatbuffer.endianness() != Endianness.Little) {
			throw new InvalidInputException(
					"The Arrow data is big-endian, which cannot be read; write it on a " + "little-endian machine");
		}
		try {
			return Schema.convertSchema(flatbuffer);
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException | NullPointerException
				| UnsupportedOperationException | StackOverflowError ex) {
			throw new InvalidInputException("The Arrow data is damaged: its schema cannot be read", ex);
		}
	}

	/**
	 * Decodes a flatbuffer message without its prefix.
	 */
	static Message message(MemorySegment metadata) {
		ByteBuffer bytes = metadata.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
		BatchReader.require(bytes.remaining() > Long.BYTES, "a message of " + bytes.remaining() + " bytes");
		return Message.getRootAsMessage(bytes);
	}

	private void findDictionaries(Field field) {
		if (field.getDictionary() != null) {
			this.dictionaryFields.put(field.getDictionary().getId(),
					new Field(field.getName(), FieldType.nullable(field.getType()), field.getChildren()));
		}
		field.getChildren().forEach(this::findDictionaries);
	}

	void addDictionary(DictionaryBatch dictionary, MemorySegment body) {
		Field field = this.dictionaryFields.get(dictionary.id());
		RecordBatch batch = BatchReader.present(dictionary.data(), "a dictionary without values");
		if (field == null) {
			return;
		}
		ArrowColumn column = columns(List.of(field), batch, body).columns().get(0);
		ColumnValues values = ColumnValues.of(column);
		@Nullable Object[] known = this.dictionaries.get(dictionary.id());
		int from = (known != null && dictionary.isDelta()) ? known.length : 0;
		@Nullable Object[] all = (known != null) ? Arrays.copyOf(known, from + column.length())
				: new @Nullable Object[column.length()];
		for (int i = 0; i < column.length(); i++) {
			all[from + i] = values.get(i);
		}
		this.dictionaries.put(dictionary.id(), all);
	}

	ArrowBatch batch(@Nullable RecordBatch batch, MemorySegment body) {
		return columns(this.schema.getFields(), BatchReader.present(batch, "a message without a batch"), body);
	}

	private ArrowBatch columns(List<Field> fields, RecordBatch batch, MemorySegment body) {
		requireUncompressed(batch);
		BatchReader.require(batch.length() >= 0 && batch.length() < Integer.MAX_VALUE,
				"a batch of " + batch.length() + " rows");
		Map<Long, ColumnValues> values = new HashMap<>();
		this.dictionaries.forEach((id, known) -> values.put(id, (index) -> known[index]));
		BatchReader reader = new BatchReader(parts(batch, body), values);
		int rows = (int) batch.length();
		return new ArrowBatch(rows, body.byteSize(), reader.columns(fields, rows));
	}

	private static BatchReader.Parts parts(RecordBatch batch, MemorySegment body) {
		List<Long> nodes = new ArrayList<>();
		for (int i = 0; i < batch.nodesLength(); i++) {
			nodes.add(batch.nodes(i).length());
		}
		List<MemorySegment> buffers = new ArrayList<>();
		for (int i = 0; i < batch.buffersLength(); i++) {
			Buffer buffer = batch.buffers(i);
			buffers.add(body.asSlice(buffer.offset(), buffer.length()));
		}
		List<Long> variadicCounts = new ArrayList<>();
		for (int i = 0; i < batch.variadicBufferCountsLength(); i++) {
			variadicCounts.add(batch.variadicBufferCounts(i));
		}
		return new BatchReader.Parts(nodes, buffers, variadicCounts);
	}

	private static void requireUncompressed(RecordBatch batch) {
		if (batch.compression() != null) {
			byte codec = batch.compression().codec();
			String name = (codec >= 0 && codec < CompressionType.names.length) ? CompressionType.name(codec)
					: String.valueOf(codec);
			throw new InvalidInputException("The Arrow data is compressed with " + name
					+ ", which cannot be read; write it without compression (in pyarrow: compression='uncompressed')");
		}
	}

}
