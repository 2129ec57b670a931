package io.fletch.store.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.error.CorruptTableException;

/**
 * The bytes of a fragment's entry in log records and manifests, and of deleted positions
 * (the portable format of RoaringBitmap). Described in {@code docs/format.md}.
 */
final class FragmentCodec {

	private static final int IN_LOG = 1;

	private static final int IN_FILE = 2;

	private FragmentCodec() {
	}

	static void encode(Fragment fragment, BinaryOutput output) {
		output.putInt(fragment.id());
		output.putInt(fragment.rowIds().ranges().size());
		for (RowIds.Range range : fragment.rowIds().ranges()) {
			output.putLong(range.first());
			output.putInt(range.count());
		}
		DataFile file = fragment.rows().file();
		byte[] message = fragment.rows().message();
		if (file != null) {
			output.putByte(IN_FILE);
			output.putString(file.path());
			output.putLong(file.byteSize());
			output.putInt(file.checksum());
		}
		else if (message != null) {
			output.putByte(IN_LOG);
			output.putBytes(message);
		}
	}

	static Fragment decode(BinaryInput input) {
		int id = input.getInt();
		List<RowIds.Range> ranges = new ArrayList<>();
		long previous = -1;
		for (int count = input.getCount(Long.BYTES + Integer.BYTES); count > 0; count--) {
			RowIds.Range range = new RowIds.Range(input.getLong(), input.getInt());
			input.require(
					range.first() > previous && range.count() > 0 && range.first() <= Long.MAX_VALUE - range.count(),
					"row ids that do not rise");
			previous = range.first() + range.count() - 1;
			ranges.add(range);
		}
		int place = input.getByte();
		input.require(place == IN_LOG || place == IN_FILE, "rows in a place of code " + place);
		FragmentRows rows = (place == IN_LOG) ? FragmentRows.inLog(input.getBytes())
				: FragmentRows.inFile(new DataFile(input.getString(), input.getLong(), input.getInt()));
		return new Fragment(id, new RowIds(ranges), rows);
	}

	static byte[] encode(RoaringBitmap positions) {
		ByteBuffer buffer = ByteBuffer.allocate(positions.serializedSizeInBytes()).order(ByteOrder.LITTLE_ENDIAN);
		positions.serialize(buffer);
		return buffer.array();
	}

	static RoaringBitmap decodeBitmap(byte[] bytes) {
		RoaringBitmap bitmap = new RoaringBitmap();
		try {
			bitmap.deserialize(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
			return bitmap;
		}
		catch (IOException | RuntimeException ex) {
			throw new CorruptTableException("A set of deleted rows is damaged", ex);
		}
	}

}
