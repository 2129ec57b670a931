package io.fletch.store.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.Offsets;
import io.fletch.store.data.buffer.Validity;
import io.fletch.store.data.buffer.VariableWidth;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.ColumnWriter;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every Arrow type, against Arrow's own reader and writer.
 */
@ExtendWith(SeededRandom.class)
class ArrowTypesTests {

	@TempDir
	private Path folder;

	private Storage storage;

	@BeforeEach
	void open() throws IOException {
		this.storage = new LocalStorage(this.folder);
	}

	@Test
	void everyTypeIsReadBackAsItWasWritten(Random random) throws IOException {
		RandomData data = new RandomData(random);
		Schema schema = data.everyType();
		List<Object[]> rows = data.rows(schema, 300);
		DataFile file = DataFile.write(this.storage, "rows.arrow", schema, rows);
		file.verify(this.storage);
		assertThat(Shown.difference(Shown.rows(file.read(this.storage, schema)), rows)).isEmpty();
	}

	@Test
	void everyTypeIsReadByArrowsOwnReader(Random random) throws IOException {
		RandomData data = new RandomData(random);
		Schema schema = data.everyType();
		List<Object[]> rows = data.rows(schema, 300);
		DataFile.write(this.storage, "rows.arrow", schema, rows);
		assertThat(Shown.difference(ArrowFiles.read(this.folder.resolve("rows.arrow")), rows)).isEmpty();
	}

	@Test
	void readsWhatArrowsOwnWriterWrote(Random random) throws IOException {
		RandomData data = new RandomData(random);
		Schema schema = data.everyType();
		List<Object[]> rows = data.rows(schema, 300);
		DataFile.write(this.storage, "rows.arrow", schema, rows);
		ArrowFiles.rewrite(this.folder.resolve("rows.arrow"), this.folder.resolve("arrow.arrow"));
		DataFile file = ArrowFiles.dataFile(this.folder, "arrow.arrow");
		assertThat(Shown.difference(Shown.rows(file.read(this.storage, schema)), rows)).isEmpty();
	}

	@Test
	void randomSchemasSurviveEveryWayThrough(Random random) throws IOException {
		RandomData data = new RandomData(random);
		for (int round = 0; round < 60; round++) {
			Schema schema = data.schema();
			List<Object[]> rows = data.rows(schema, random.nextInt(50));
			String name = "rows" + round + ".arrow";
			DataFile file = DataFile.write(this.storage, name, schema, rows);
			ArrowFiles.rewrite(this.folder.resolve(name), this.folder.resolve("arrow" + name));
			DataFile arrows = ArrowFiles.dataFile(this.folder, "arrow" + name);
			assertThat(Shown.difference(ArrowFiles.read(this.folder.resolve(name)), rows)).as("%s", schema).isEmpty();
			assertThat(Shown.difference(Shown.rows(file.read(this.storage, schema)), rows)).as("%s", schema).isEmpty();
			assertThat(Shown.difference(Shown.rows(arrows.read(this.storage, schema)), rows)).as("%s", schema)
				.isEmpty();
			assertThat(Shown.difference(copied(file, schema, "copy" + name), rows)).as("%s", schema).isEmpty();
		}
	}

	@Test
	void copiesSelectedRowsOfEveryType(Random random) throws IOException {
		RandomData data = new RandomData(random);
		Schema schema = data.everyType();
		List<Object[]> rows = data.rows(schema, 500);
		DataFile file = DataFile.write(this.storage, "rows.arrow", schema, rows);
		BitSet selected = new BitSet();
		random.ints(300, 0, 500).forEach(selected::set);
		DataFile copy;
		try (DataFileWriter writer = DataFileWriter.create(this.storage, "copy.arrow", schema)) {
			writer.write(file.read(this.storage, schema).get(0), selected);
			copy = writer.finish();
		}
		copy.verify(this.storage);
		List<Object[]> expected = selected.stream().mapToObj(rows::get).toList();
		assertThat(Shown.difference(Shown.rows(copy.read(this.storage, schema)), expected)).isEmpty();
	}

	@Test
	void copiesNoValuesFromAColumnWithoutOffsets() {
		MemorySegment nothing = MemorySegment.ofArray(new byte[0]);
		ColumnReader text = new ColumnReader.Text(
				new VariableWidth(new Validity(nothing), new Offsets(nothing, false), nothing));
		ColumnReader lists = new ColumnReader.Lists(new Validity(nothing),
				new Offsets(MemorySegment.ofArray(new byte[8]), false), text);
		ColumnWriter writer = ColumnType
			.of(Fields.nullable("l", new ArrowType.List(), Fields.nullable("item", Fields.UTF8)))
			.writer(BlobTarget.INLINE);
		writer.copy(lists, 0, 1);
		assertThat(writer.count()).isEqualTo(1);
	}

	private List<Object[]> copied(DataFile file, Schema schema, String name) throws IOException {
		try (DataFileWriter writer = DataFileWriter.create(this.storage, name, schema)) {
			for (RowBatch batch : file.read(this.storage, schema)) {
				BitSet all = new BitSet();
				all.set(0, batch.rowCount());
				writer.write(batch, all);
			}
			return Shown.rows(writer.finish().read(this.storage, schema));
		}
	}

}
