package io.fletch.store.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.schema.SchemaBytes;
import io.fletch.store.version.TableVersion;

/**
 * One record of the log: how a version differs from the one before. Its bytes are
 * described in {@code docs/format.md}.
 *
 * @param info the version that it made
 * @param next the numbers that the table gives next from then on
 * @param removed the numbers of fragments that are gone
 * @param added the fragments that are new
 * @param deletions newly deleted positions by fragment number
 * @param columns files with columns of fragments that were there, by fragment number
 * @param schema the new schema, or {@code null} if it did not change
 * @param indexes the indexes from then on, or {@code null} if they did not change
 */
record LogRecord(TableVersion info, Sequences next, List<Integer> removed, List<Fragment> added,
		Map<Integer, RoaringBitmap> deletions, Map<Integer, DataFile> columns, @Nullable Schema schema,
		@Nullable List<IndexMetadata> indexes) {

	long version() {
		return this.info.version();
	}

	byte[] encode() {
		BinaryOutput output = new BinaryOutput();
		write(output);
		return output.toByteArray();
	}

	void write(BinaryOutput output) {
		output.putByte((this.indexes != null) ? FileFormat.WITH_INDEXES : FileFormat.CURRENT);
		VersionCodec.encode(this.info, output);
		this.next.write(output);
		output.putInt(this.removed.size());
		this.removed.forEach(output::putInt);
		output.putInt(this.added.size());
		this.added.forEach((fragment) -> FragmentCodec.encode(fragment, output));
		output.putInt(this.deletions.size());
		this.deletions.forEach((fragmentId, positions) -> {
			output.putInt(fragmentId);
			output.putBytes(FragmentCodec.encode(positions));
		});
		output.putInt(this.columns.size());
		this.columns.forEach((fragmentId, file) -> {
			output.putInt(fragmentId);
			FragmentCodec.encode(file, output);
		});
		output.putBytes((this.schema != null) ? SchemaBytes.encode(this.schema) : new byte[0]);
		if (this.indexes != null) {
			IndexMetadata.write(this.indexes, output);
		}
	}

	static LogRecord decode(byte[] bytes) {
		BinaryInput input = new BinaryInput("a log record", bytes);
		int format = input.getByte();
		if (!FileFormat.isOfRecord(format)) {
			FileFormat.require("record of the log", format, FileFormat.NO_FLAGS);
		}
		TableVersion info = VersionCodec.decode(input);
		Sequences next = Sequences.read(input);
		List<Integer> removed = new ArrayList<>();
		for (int count = input.getCount(Integer.BYTES); count > 0; count--) {
			removed.add(input.getInt());
		}
		List<Fragment> added = new ArrayList<>();
		for (int count = input.getCount(1); count > 0; count--) {
			added.add(FragmentCodec.decode(input));
		}
		Map<Integer, RoaringBitmap> deletions = new HashMap<>();
		for (int count = input.getCount(1); count > 0; count--) {
			deletions.put(input.getInt(), FragmentCodec.decodeBitmap(input.getBytes()));
		}
		Map<Integer, DataFile> columns = new LinkedHashMap<>();
		for (int count = input.getCount(1); count > 0; count--) {
			columns.put(input.getInt(), FragmentCodec.decodeFile(input));
		}
		byte[] schema = input.getBytes();
		List<IndexMetadata> indexes = (format == FileFormat.WITH_INDEXES) ? IndexMetadata.readAll(input) : null;
		input.requireEnd();
		return new LogRecord(info, next, removed, added, deletions, columns,
				(schema.length > 0) ? SchemaBytes.decode(schema) : null, indexes);
	}

}
