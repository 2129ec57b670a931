package io.fletch.store.ingest.arrow;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * Reads the vectors of a caller in place. They are held until the next batch.
 */
final class VectorBatches implements ArrowBatches {

	private final VectorSchemaRoot root;

	private final @Nullable ArrowReader reader;

	private final DictionaryProvider provider;

	private final Schema schema;

	private @Nullable ArrowRecordBatch held;

	private boolean read;

	private VectorBatches(VectorSchemaRoot root, @Nullable ArrowReader reader, DictionaryProvider provider) {
		this.root = root;
		this.reader = reader;
		this.provider = provider;
		this.schema = messageFormat(root.getSchema(), provider);
	}

	static VectorBatches of(VectorSchemaRoot root) {
		return new VectorBatches(root, null, new DictionaryProvider.MapDictionaryProvider());
	}

	static VectorBatches of(ArrowReader reader) throws IOException {
		return new VectorBatches(reader.getVectorSchemaRoot(), reader, reader);
	}

	private static Schema messageFormat(Schema schema, DictionaryProvider provider) {
		List<Field> fields = new ArrayList<>();
		for (Field field : schema.getFields()) {
			requireDictionaries(field, provider);
			fields.add(DictionaryUtility.toMessageFormat(field, provider, new HashSet<>()));
		}
		return new Schema(fields, schema.getCustomMetadata());
	}

	private static void requireDictionaries(Field field, DictionaryProvider provider) {
		if (field.getDictionary() != null && provider.lookup(field.getDictionary().getId()) == null) {
			throw new InvalidInputException("The column '" + field.getName()
					+ "' is dictionary-encoded, and its dictionary is not among the vectors; decode it before, or "
					+ "give the ArrowReader that holds its dictionary");
		}
		field.getChildren().forEach((child) -> requireDictionaries(child, provider));
	}

	@Override
	public Schema schema() {
		return this.schema;
	}

	@Override
	public @Nullable ArrowBatch next() throws IOException {
		release();
		boolean more = (this.reader != null) ? this.reader.loadNextBatch() : !this.read;
		this.read = true;
		if (!more) {
			return null;
		}
		Map<Long, ColumnValues> dictionaries = new HashMap<>();
		Set<Long> ids = new HashSet<>();
		this.root.getSchema()
			.getFields()
			.forEach((field) -> DictionaryUtility.toMessageFormat(field, this.provider, ids));
		for (long id : ids) {
			dictionaries.put(id, dictionary(id));
		}
		ArrowRecordBatch batch = new VectorUnloader(this.root).getRecordBatch();
		this.held = batch;
		BatchReader columns = new BatchReader(parts(batch), dictionaries);
		return new ArrowBatch(batch.getLength(), batch.computeBodyLength(),
				columns.columns(this.schema.getFields(), batch.getLength()));
	}

	private ColumnValues dictionary(long id) {
		Dictionary dictionary = this.provider.lookup(id);
		FieldVector vector = dictionary.getVector();
		int count = vector.getValueCount();
		// The root does not own the vector, which is why it is not closed.
		VectorSchemaRoot single = new VectorSchemaRoot(List.of(vector.getField()), List.of(vector), count);
		@Nullable Object[] values = new @Nullable Object[count];
		try (ArrowRecordBatch batch = new VectorUnloader(single).getRecordBatch()) {
			ArrowColumn column = new BatchReader(parts(batch), Map.of()).columns(List.of(vector.getField()), count)
				.get(0);
			ColumnValues decoded = ColumnValues.of(column);
			for (int i = 0; i < count; i++) {
				values[i] = decoded.get(i);
			}
		}
		return (index) -> values[index];
	}

	private static BatchReader.Parts parts(ArrowRecordBatch batch) {
		List<Long> nodes = batch.getNodes().stream().map(ArrowFieldNode::getLength).map(Integer::longValue).toList();
		List<MemorySegment> buffers = batch.getBuffers().stream().map(VectorBatches::segment).toList();
		List<Long> variadicCounts = batch.getVariadicBufferCounts();
		return new BatchReader.Parts(nodes, buffers, (variadicCounts != null) ? variadicCounts : List.of());
	}

	private static MemorySegment segment(ArrowBuf buffer) {
		long length = buffer.readableBytes();
		if (length > Integer.MAX_VALUE) {
			throw new InvalidInputException("The Arrow vectors have a buffer of " + length
					+ " bytes, and at most 2 GiB can be read at once; slice the root, or give an ArrowReader");
		}
		return (length > 0) ? MemorySegment.ofBuffer(buffer.nioBuffer(buffer.readerIndex(), (int) length))
				: MemorySegment.NULL;
	}

	private void release() {
		ArrowRecordBatch batch = this.held;
		this.held = null;
		if (batch != null) {
			batch.close();
		}
	}

	@Override
	public void close() {
		release();
	}

}
