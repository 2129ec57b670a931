package io.fletch.store.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.SchemaBytes;
import io.fletch.store.error.UnsupportedFormatException;

/**
 * One record of the log: how a version differs from the one before. Its bytes are
 * described in {@code docs/format.md}.
 *
 * @param operation what was done
 * @param version the version that it made
 * @param timestamp when, in microseconds since 1970
 * @param nextRowId the next row id from then on
 * @param nextFragmentId the next fragment number from then on
 * @param removed the numbers of fragments that are gone
 * @param added the fragments that are new, behind all others
 * @param deletions newly deleted positions by fragment number
 * @param schema the new schema, or {@code null} if it did not change
 */
record LogRecord(Operation operation, long version, long timestamp, long nextRowId, int nextFragmentId,
		List<Integer> removed, List<Fragment> added, Map<Integer, RoaringBitmap> deletions, @Nullable Schema schema) {

	private static final int FORMAT = 1;

	byte[] encode() {
		BinaryOutput output = new BinaryOutput();
		output.putByte(FORMAT);
		output.putByte(this.operation.code());
		output.putLong(this.version);
		output.putLong(this.timestamp);
		output.putLong(this.nextRowId);
		output.putInt(this.nextFragmentId);
		output.putInt(this.removed.size());
		this.removed.forEach(output::putInt);
		output.putInt(this.added.size());
		this.added.forEach((fragment) -> FragmentCodec.encode(fragment, output));
		output.putInt(this.deletions.size());
		this.deletions.forEach((fragmentId, positions) -> {
			output.putInt(fragmentId);
			output.putBytes(FragmentCodec.encode(positions));
		});
		output.putBytes((this.schema != null) ? SchemaBytes.encode(this.schema) : new byte[0]);
		return output.toByteArray();
	}

	static LogRecord decode(byte[] bytes) {
		BinaryInput input = new BinaryInput("a log record", bytes);
		int format = input.getByte();
		if (format != FORMAT) {
			throw new UnsupportedFormatException("The log has a record of format " + format
					+ "; this version of the library reads format " + FORMAT);
		}
		Operation operation = Operation.of(input.getByte());
		long version = input.getLong();
		long timestamp = input.getLong();
		long nextRowId = input.getLong();
		int nextFragmentId = input.getInt();
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
		byte[] schema = input.getBytes();
		input.requireEnd();
		return new LogRecord(operation, version, timestamp, nextRowId, nextFragmentId, removed, added, deletions,
				(schema.length > 0) ? SchemaBytes.decode(schema) : null);
	}

}
