package io.fletch.store.ingest.arrow;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.error.InvalidInputException;

/**
 * Copies rows into Arrow vectors, files and streams, column by column.
 */
public final class ArrowExport {

	private final Schema schema;

	/**
	 * Exports rows of a schema.
	 * @param schema the schema of the batches; dictionary-encoded columns become plain
	 */
	public ArrowExport(Schema schema) {
		this.schema = new Schema(schema.getFields().stream().map(ArrowExport::plain).toList(),
				schema.getCustomMetadata());
	}

	private static Field plain(Field field) {
		ArrowType type = (field.getType() instanceof ArrowType.ExtensionType extension) ? extension.storageType()
				: field.getType();
		return new Field(field.getName(), new FieldType(field.isNullable(), type, null, field.getMetadata()),
				field.getChildren().stream().map(ArrowExport::plain).toList());
	}

	/**
	 * Returns the schema of what is exported.
	 * @return the schema
	 */
	public Schema schema() {
		return this.schema;
	}

	/**
	 * Copies all rows into vectors.
	 * @param parts the rows
	 * @param allocator where the vectors have their memory
	 * @return the vectors, to be closed by the caller
	 * @throws InvalidInputException if a column has more than a vector can hold
	 */
	public VectorSchemaRoot vectors(List<Part> parts, BufferAllocator allocator) {
		VectorSchemaRoot root = VectorSchemaRoot.create(this.schema, allocator);
		try (ArrowRecordBatch batch = recordBatch(parts, allocator)) {
			new VectorLoader(root).load(batch);
			return root;
		}
		catch (RuntimeException | Error ex) {
			// Memory outside of the heap stays taken unless it is closed, whatever
			// failed.
			root.close();
			throw ex;
		}
	}

	/**
	 * Reads rows batch by batch.
	 * @param parts the rows, which need no closing; one batch of the reader for each
	 * @param allocator where the reader has its memory
	 * @return the reader, to be closed by the caller
	 */
	public ArrowReader reader(Iterator<Part> parts, BufferAllocator allocator) {
		return reader(parts, () -> {
		}, allocator);
	}

	/**
	 * Reads rows batch by batch.
	 * @param parts the rows; one batch of the reader for each
	 * @param onClose lets go of what the parts need
	 * @param allocator where the reader has its memory
	 * @return the reader, to be closed by the caller
	 */
	public ArrowReader reader(Iterator<Part> parts, Runnable onClose, BufferAllocator allocator) {
		return new PartReader(this, parts, onClose, allocator);
	}

	/**
	 * Writes rows in the Arrow IPC file format, one record batch for each part.
	 * @param parts the rows
	 * @param stream where to write; it stays open
	 * @throws IOException if it cannot be written
	 */
	public void writeFile(Iterator<Part> parts, OutputStream stream) throws IOException {
		write(parts, new IpcWriter(this.schema, stream, true));
	}

	/**
	 * Writes rows in the Arrow IPC streaming format, one record batch for each part.
	 * @param parts the rows
	 * @param stream where to write; it stays open
	 * @throws IOException if it cannot be written
	 */
	public void writeStream(Iterator<Part> parts, OutputStream stream) throws IOException {
		write(parts, new IpcWriter(this.schema, stream, false));
	}

	private void write(Iterator<Part> parts, IpcWriter writer) throws IOException {
		while (parts.hasNext()) {
			writer.write(this, parts.next());
		}
		writer.finish();
	}

	ArrowRecordBatch recordBatch(List<Part> parts, BufferAllocator allocator) {
		List<ArrowBuf> buffers = new ArrayList<>();
		try {
			CopiedColumns copied = copy(parts, (bytes) -> allocate(bytes, allocator, buffers));
			List<ArrowFieldNode> nodes = copied.nodes()
				.stream()
				.map((node) -> new ArrowFieldNode(node.length(), node.nulls()))
				.toList();
			return new ArrowRecordBatch(rows(parts), nodes, buffers);
		}
		finally {
			// The batch holds them on its own account.
			buffers.forEach(ArrowBuf::close);
		}
	}

	private static MemorySegment allocate(long bytes, BufferAllocator allocator, List<ArrowBuf> buffers) {
		if (bytes > Integer.MAX_VALUE) {
			throw new InvalidInputException(
					"A column holds " + bytes + " bytes, and is exported up to 2 GiB at once; read it batch by batch");
		}
		ArrowBuf buffer = allocator.buffer(bytes);
		buffers.add(buffer);
		buffer.writerIndex(bytes);
		return (bytes > 0) ? MemorySegment.ofBuffer(buffer.nioBuffer(0, (int) bytes)) : MemorySegment.NULL;
	}

	CopiedColumns copy(List<Part> parts, CopiedColumns.Memory memory) {
		CopiedColumns copied = new CopiedColumns(memory);
		for (int column = 0; column < this.schema.getFields().size(); column++) {
			List<Run> runs = new ArrayList<>();
			for (Part part : parts) {
				part.addRuns(column, runs);
			}
			copied.add(this.schema.getFields().get(column), runs);
		}
		return copied;
	}

	static int rows(List<Part> parts) {
		return parts.stream().mapToInt(Part::rowCount).reduce(0, Math::addExact);
	}

	/**
	 * Rows of a batch.
	 *
	 * @param batch the batch, its columns in the order of the schema's fields
	 * @param selected the positions of the rows, or {@code null} for all
	 */
	public record Part(RowBatch batch, @Nullable BitSet selected) {

		int rowCount() {
			return (this.selected != null) ? this.selected.cardinality() : this.batch.rowCount();
		}

		private void addRuns(int column, List<Run> runs) {
			if (this.selected == null) {
				runs.add(new Run(this.batch.columns().get(column), 0, this.batch.rowCount()));
				return;
			}
			int from = this.selected.nextSetBit(0);
			while (from >= 0) {
				int end = this.selected.nextClearBit(from);
				runs.add(new Run(this.batch.columns().get(column), from, end - from));
				from = this.selected.nextSetBit(end);
			}
		}

	}

}
