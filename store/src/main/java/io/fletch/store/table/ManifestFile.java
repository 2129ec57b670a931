package io.fletch.store.table;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

import org.apache.arrow.vector.types.pojo.Schema;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.schema.SchemaBytes;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Storage;
import io.fletch.store.version.TableVersion;

/**
 * A checkpoint: a manifest written to a file of its own, so that opening a table replays
 * only the log behind it. Deleted positions go to files of their own beside it. The bytes
 * are described in {@code docs/format.md}.
 */
final class ManifestFile {

	private static final byte[] MAGIC = "FLTCHMAN".getBytes(StandardCharsets.US_ASCII);

	private static final int HEADER_LENGTH = MAGIC.length + 4 * Integer.BYTES;

	private ManifestFile() {
	}

	/**
	 * Writes a manifest and the deletion files that it needs.
	 * @return the manifest, whose fragments now know their deletion files
	 */
	static Manifest write(Storage storage, Manifest manifest) throws IOException {
		Manifest written = writeDeletions(storage, manifest);
		byte[] payload = encode(written);
		ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(MAGIC)
			.putInt(FileFormat.CURRENT)
			.putInt(manifest.indexes().isEmpty() ? FileFormat.NO_FLAGS : FileFormat.INDEXES_FLAG)
			.putInt(payload.length)
			.putInt(checksum(payload));
		storage.write(TableFiles.manifest(manifest.version()),
				List.of(MemorySegment.ofArray(header.array()), MemorySegment.ofArray(payload)));
		return written;
	}

	static Manifest read(Storage storage, long version) throws IOException {
		String path = TableFiles.manifest(version);
		MemorySegment file = storage.map(path);
		byte[] bytes = file.asSlice(0, Math.min(HEADER_LENGTH, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
		ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		if (bytes.length < HEADER_LENGTH || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
			throw new CorruptTableException("The manifest " + path + " is damaged: it has no header of a manifest");
		}
		int format = header.getInt(MAGIC.length);
		int requiredFlags = header.getInt(MAGIC.length + Integer.BYTES);
		FileFormat.require("manifest " + path, format, requiredFlags & ~FileFormat.INDEXES_FLAG);
		int length = header.getInt(MAGIC.length + 2 * Integer.BYTES);
		byte[] payload = (length == file.byteSize() - HEADER_LENGTH)
				? file.asSlice(HEADER_LENGTH).toArray(ValueLayout.JAVA_BYTE) : new byte[0];
		if (length != payload.length || header.getInt(MAGIC.length + 3 * Integer.BYTES) != checksum(payload)) {
			throw new CorruptTableException("The manifest " + path + " is damaged: its checksum does not hold");
		}
		Manifest manifest = decode(storage, payload, (requiredFlags & FileFormat.INDEXES_FLAG) != 0);
		if (manifest.version() != version) {
			throw new CorruptTableException(
					"The manifest " + path + " is damaged: it is one of version " + manifest.version());
		}
		return manifest;
	}

	private static Manifest writeDeletions(Storage storage, Manifest manifest) throws IOException {
		Map<Integer, Fragment> replaced = new HashMap<>();
		for (Fragment fragment : manifest.fragments()) {
			if (!fragment.deletions().isEmpty() && fragment.deletionFile() == null) {
				byte[] bytes = FragmentCodec.encode(fragment.deletions());
				String path = TableFiles.deletions(fragment.id(), manifest.version());
				storage.delete(path);
				storage.write(path, List.of(MemorySegment.ofArray(bytes)));
				replaced.put(fragment.id(), fragment.with(fragment.deletions(),
						new Fragment.DeletionFile(path, bytes.length, checksum(bytes))));
			}
		}
		return manifest.with(replaced);
	}

	private static byte[] encode(Manifest manifest) {
		BinaryOutput output = new BinaryOutput();
		VersionCodec.encode(manifest.info(), output);
		manifest.next().write(output);
		output.putBytes(SchemaBytes.encode(manifest.schema()));
		output.putInt(manifest.fragments().size());
		for (Fragment fragment : manifest.fragments()) {
			FragmentCodec.encode(fragment, output);
			FragmentCodec.encode(fragment.deletionFile(), output);
		}
		if (!manifest.indexes().isEmpty()) {
			IndexMetadata.write(manifest.indexes(), output);
		}
		return output.toByteArray();
	}

	private static Manifest decode(Storage storage, byte[] payload, boolean hasIndexes) throws IOException {
		BinaryInput input = new BinaryInput("a manifest", payload);
		TableVersion info = VersionCodec.decode(input);
		Sequences next = Sequences.read(input);
		Schema schema = SchemaBytes.decode(input.getBytes());
		List<Fragment> fragments = new ArrayList<>();
		for (int count = input.getCount(1); count > 0; count--) {
			Fragment fragment = FragmentCodec.decode(input);
			Fragment.DeletionFile file = FragmentCodec.decodeDeletionFile(input);
			fragments.add((file != null) ? fragment.with(readDeletions(storage, file, fragment), file) : fragment);
		}
		List<IndexMetadata> indexes = hasIndexes ? IndexMetadata.readAll(input) : List.of();
		input.requireEnd();
		return new Manifest(info, schema, fragments, next, indexes);
	}

	private static RoaringBitmap readDeletions(Storage storage, Fragment.DeletionFile file, Fragment fragment)
			throws IOException {
		RoaringBitmap positions = FragmentCodec.decodeBitmap(readChecked(storage, file));
		if (!positions.isEmpty() && positions.last() >= fragment.rowCount()) {
			throw new CorruptTableException("The deletion file " + file.path() + " is damaged: it deletes position "
					+ positions.last() + " of " + fragment.rowCount() + " rows");
		}
		return positions;
	}

	static byte[] readChecked(Storage storage, Fragment.DeletionFile file) throws IOException {
		MemorySegment mapped = storage.map(file.path());
		byte[] bytes = (mapped.byteSize() == file.byteSize()) ? mapped.toArray(ValueLayout.JAVA_BYTE) : new byte[0];
		if (bytes.length != file.byteSize() || checksum(bytes) != file.checksum()) {
			throw new CorruptTableException(
					"The deletion file " + file.path() + " is damaged: its length or checksum does not hold");
		}
		return bytes;
	}

	private static int checksum(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes);
		return (int) checksum.getValue();
	}

}
