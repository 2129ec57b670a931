package io.fletch.store.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.blob.BlobFile;
import io.fletch.store.error.CorruptTableException;

/**
 * The bytes of a fragment's entry in log records and manifests, of a data file's, and of
 * deleted positions (the portable format of RoaringBitmap). Described in
 * {@code docs/format.md}.
 */
final class FragmentCodec {

	private static final int IN_LOG = 1;

	private static final int IN_FILES = 2;

	private FragmentCodec() {
	}

	static void encode(Fragment fragment, BinaryOutput output) {
		output.putInt(fragment.id());
		fragment.rowIds().write(output);
		output.putByte(fragment.hasOrigins() ? 1 : 0);
		if (fragment.hasOrigins()) {
			fragment.origins().write(output);
		}
		byte[] message = fragment.rows().message();
		if (message != null) {
			output.putByte(IN_LOG);
			output.putBytes(message);
		}
		else {
			output.putByte(IN_FILES);
			output.putInt(fragment.files().size());
			fragment.files().forEach((file) -> encode(file, output));
		}
	}

	static Fragment decode(BinaryInput input) {
		int id = input.getInt();
		RowIds rowIds = RowIds.read(input);
		RowIds origins = (input.getByte() == 1) ? RowIds.read(input) : null;
		input.require(rowIds.isRising(), "row ids that do not rise");
		input.require(origins == null || origins.size() == rowIds.size(), "origins of other rows");
		int place = input.getByte();
		input.require(place == IN_LOG || place == IN_FILES, "rows in a place of code " + place);
		return new Fragment(id, rowIds, origins,
				(place == IN_LOG) ? FragmentRows.inLog(input.getBytes()) : FragmentRows.inFiles(decodeFiles(input)));
	}

	private static List<DataFile> decodeFiles(BinaryInput input) {
		List<DataFile> files = new ArrayList<>();
		for (int count = input.getCount(1); count > 0; count--) {
			files.add(decodeFile(input));
		}
		input.require(!files.isEmpty(), "a fragment without data files");
		return files;
	}

	static void encode(DataFile file, BinaryOutput output) {
		output.putString(file.path());
		output.putLong(file.byteSize());
		output.putInt(file.checksum());
		output.putInt(file.blobFiles().size());
		for (BlobFile blobs : file.blobFiles()) {
			output.putString(blobs.path());
			output.putLong(blobs.byteSize());
		}
	}

	static DataFile decodeFile(BinaryInput input) {
		String path = input.getString();
		input.require(TableFiles.isData(path), "a data file '" + path + "'");
		long byteSize = input.getLong();
		int checksum = input.getInt();
		List<BlobFile> blobFiles = new ArrayList<>();
		for (int count = input.getCount(1); count > 0; count--) {
			BlobFile blobs = new BlobFile(input.getString(), input.getLong());
			input.require(TableFiles.isData(blobs.path()), "a file of blobs '" + blobs.path() + "'");
			blobFiles.add(blobs);
		}
		return new DataFile(path, byteSize, checksum, blobFiles);
	}

	static void encode(Fragment.@Nullable DeletionFile file, BinaryOutput output) {
		output.putByte((file != null) ? 1 : 0);
		if (file != null) {
			output.putString(file.path());
			output.putLong(file.byteSize());
			output.putInt(file.checksum());
		}
	}

	static Fragment.@Nullable DeletionFile decodeDeletionFile(BinaryInput input) {
		if (input.getByte() == 0) {
			return null;
		}
		String path = input.getString();
		input.require(TableFiles.isDeletions(path), "a deletion file '" + path + "'");
		return new Fragment.DeletionFile(path, input.getLong(), input.getInt());
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
