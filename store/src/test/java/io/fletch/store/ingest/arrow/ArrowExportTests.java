package io.fletch.store.ingest.arrow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.ingest.Rows;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SeededRandom.class)
class ArrowExportTests {

	private static final Set<Class<?>> UNKNOWN_TO_ARROWS_CHECK = Set.of(Float2Vector.class, FixedSizeListVector.class,
			MapVector.class);

	private final BufferAllocator allocator = new RootAllocator();

	private final Schema schema = new Schema(new ForeignVectors().schema()
		.getFields()
		.stream()
		.filter((field) -> !field.getName().endsWith("_view"))
		.toList());

	private final ArrowExport export = new ArrowExport(this.schema);

	private final List<List<@Nullable Object>> expected = new ArrayList<>();

	private final List<ArrowExport.Part> parts = new ArrayList<>();

	@BeforeEach
	void makeParts(Random random) {
		for (int i = 0; i < 5; i++) {
			List<@Nullable Object[]> rows = rows(random, random.nextInt(60));
			BitSet selected = selection(random, rows.size());
			for (int row = 0; row < rows.size(); row++) {
				if (selected == null || selected.get(row)) {
					this.expected.add(Arrays.asList(rows.get(row)));
				}
			}
			byte[] message = new BatchEncoder(this.schema).encode(rows).toByteArray();
			this.parts
				.add(new ArrowExport.Part(RowBatch.decode(this.schema, MemorySegment.ofArray(message)), selected));
		}
	}

	private List<@Nullable Object[]> rows(Random random, int count) {
		List<String> names = new ForeignVectors().schema().getFields().stream().map(Field::getName).toList();
		int[] positions = this.schema.getFields()
			.stream()
			.mapToInt((field) -> names.indexOf(field.getName()))
			.toArray();
		List<List<@Nullable Object>> values = new ForeignVectors().rows();
		List<@Nullable Object[]> rows = new ArrayList<>();
		for (int row = 0; row < count; row++) {
			@Nullable Object[] made = new @Nullable Object[positions.length];
			for (int i = 0; i < made.length; i++) {
				made[i] = values.get(random.nextInt(ForeignVectors.ROWS)).get(positions[i]);
			}
			rows.add(made);
		}
		return rows;
	}

	private static @Nullable BitSet selection(Random random, int rows) {
		if (random.nextInt(3) == 0) {
			return null;
		}
		BitSet selected = new BitSet();
		boolean on = random.nextBoolean();
		for (int row = 0; row < rows; row++) {
			on ^= random.nextInt(6) == 0;
			selected.set(row, on);
		}
		return selected;
	}

	@AfterEach
	void everyBufferIsReleased() {
		this.allocator.close();
	}

	@Test
	void copiesAllRowsIntoVectors() throws IOException {
		try (VectorSchemaRoot root = this.export.vectors(this.parts, this.allocator)) {
			validate(root);
			assertThat(Rows.all(ArrowRows.of(root))).usingRecursiveComparison().isEqualTo(this.expected);
		}
	}

	@Test
	void copiesPartByPart() throws IOException {
		try (ArrowReader reader = this.export.reader(this.parts.iterator(), this.allocator)) {
			assertThat(Rows.all(ArrowRows.of(reader))).usingRecursiveComparison().isEqualTo(this.expected);
		}
	}

	@Test
	void writesAFileThatArrowReads() throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		this.export.writeFile(this.parts.iterator(), file);
		try (ArrowReader reader = new ArrowFileReader(new ByteArrayReadableSeekableByteChannel(file.toByteArray()),
				this.allocator)) {
			assertThat(Rows.all(ArrowRows.of(reader))).usingRecursiveComparison().isEqualTo(this.expected);
		}
	}

	@Test
	void writesAStreamThatArrowReads() throws IOException {
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		this.export.writeStream(this.parts.iterator(), stream);
		try (ArrowReader reader = new ArrowStreamReader(new ByteArrayInputStream(stream.toByteArray()),
				this.allocator)) {
			assertThat(Rows.all(ArrowRows.of(reader))).usingRecursiveComparison().isEqualTo(this.expected);
		}
	}

	@Test
	void exportsColumnsThatABatchDoesNotHaveAsNull() throws IOException {
		ArrowExport.Part part = this.parts.get(0);
		List<ColumnReader> absent = this.schema.getFields()
			.stream()
			.map((field) -> (ColumnReader) ColumnReader.Absent.INSTANCE)
			.toList();
		ArrowExport.Part empty = new ArrowExport.Part(new RowBatch(part.batch().rowCount(), absent), null);
		try (VectorSchemaRoot root = this.export.vectors(List.of(empty), this.allocator)) {
			validate(root);
			assertThat(Rows.all(ArrowRows.of(root))).hasSize(part.batch().rowCount())
				.allSatisfy((row) -> assertThat(row).containsOnlyNulls());
		}
	}

	private static void validate(VectorSchemaRoot root) {
		root.getFieldVectors()
			.stream()
			.filter((vector) -> !UNKNOWN_TO_ARROWS_CHECK.contains(vector.getClass()))
			.forEach(ValueVectorUtility::validateFull);
	}

	@Test
	void exportsNoRows() throws IOException {
		try (VectorSchemaRoot root = this.export.vectors(List.of(), this.allocator)) {
			assertThat(Rows.all(ArrowRows.of(root))).isEmpty();
			assertThat(root.getSchema()).isEqualTo(this.export.schema());
		}
	}

}
