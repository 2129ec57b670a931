package io.fletch.store.data.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.io.Checksum;
import io.fletch.store.io.Storage;

/**
 * Writes the companion file of a data file: {@code FLTCHBLB}, the format as int32, four
 * bytes of 0, the long blobs of the rows, one behind the other, and checksums
 * ({@link BlobSums}). It is made when the first long blob comes.
 */
public final class BlobWriter implements BlobTarget, AutoCloseable {

	/** The longest value that lies in its row. */
	public static final int MAX_INLINE = 1 << 16;

	static final String SUFFIX = ".blob";

	private static final byte[] MAGIC = "FLTCHBLB".getBytes(StandardCharsets.US_ASCII);

	private static final int FORMAT = 2;

	private static final int FORMAT_WITHOUT_SUMS = 1;

	private static final int HEADER_LENGTH = MAGIC.length + 2 * Integer.BYTES;

	private final Storage storage;

	private final String path;

	private final TreeSet<String> referred = new TreeSet<>();

	private final BlobSums sums = new BlobSums();

	private Storage.@Nullable FileWriter file;

	private long position;

	private boolean isFinished;

	private boolean isKept;

	public BlobWriter(Storage storage, String dataPath) {
		this.storage = storage;
		int suffix = dataPath.lastIndexOf('.');
		this.path = ((suffix > dataPath.lastIndexOf('/')) ? dataPath.substring(0, suffix) : dataPath) + SUFFIX;
	}

	/**
	 * Checks the header of a file.
	 * @return whether the file has checksums at its end
	 */
	static boolean requireHeader(String path, MemorySegment file) {
		boolean isWhole = file.byteSize() >= HEADER_LENGTH
				&& file.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) < 0;
		if (!isWhole) {
			throw new CorruptTableException(
					"The file of blobs " + path + " is damaged: it has no header of such a file");
		}
		ByteBuffer header = file.asSlice(0, HEADER_LENGTH).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
		int format = header.getInt(MAGIC.length);
		int flags = header.getInt(MAGIC.length + Integer.BYTES);
		if ((format != FORMAT && format != FORMAT_WITHOUT_SUMS) || flags != 0) {
			throw new UnsupportedFormatException("The file of blobs " + path
					+ " is damaged, or of a newer version: it has the format " + format + " and the required flags "
					+ flags + "; this version of the library reads formats up to " + FORMAT + " without flags");
		}
		return format == FORMAT;
	}

	@Override
	public @Nullable BlobPlace store(Blob blob) {
		if (blob.length() <= MAX_INLINE) {
			return null;
		}
		MemorySegment bytes = blob.segment();
		int checksum = Checksum.of(bytes);
		blob.requireChecksum(checksum);
		try {
			Storage.FileWriter target = this.file;
			if (target == null) {
				target = begin();
				this.file = target;
			}
			write(target, bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		BlobPlace place = new BlobPlace(this.path, this.position, blob.length(), checksum);
		this.position += blob.length();
		return place;
	}

	private Storage.FileWriter begin() throws IOException {
		Storage.FileWriter target = this.storage.create(this.path);
		this.position = HEADER_LENGTH;
		try {
			write(target,
					MemorySegment.ofArray(ByteBuffer.allocate(HEADER_LENGTH)
						.order(ByteOrder.LITTLE_ENDIAN)
						.put(MAGIC)
						.putInt(FORMAT)
						.array()));
			return target;
		}
		catch (IOException ex) {
			target.close();
			throw ex;
		}
	}

	private void write(Storage.FileWriter target, MemorySegment bytes) throws IOException {
		target.write(bytes);
		this.sums.update(bytes);
	}

	@Override
	public void refer(BlobPlace place) {
		this.referred.add(place.file());
	}

	/**
	 * Makes the file durable, if there is one.
	 * @return all files that the rows refer to
	 */
	public List<BlobFile> finish() throws IOException {
		List<BlobFile> files = new ArrayList<>();
		BlobSource source = new BlobSource(this.storage);
		for (String other : this.referred) {
			files.add(new BlobFile(other, source.byteSize(other)));
		}
		if (this.file != null) {
			byte[] end = this.sums.end();
			this.file.write(MemorySegment.ofArray(end));
			this.position += end.length;
			this.isFinished = true;
			this.file.finish();
			files.add(new BlobFile(this.path, this.position));
		}
		return files;
	}

	/**
	 * Notes that the rows are durable too.
	 */
	public void keep() {
		this.isKept = true;
	}

	/**
	 * Ends the writing. Where the rows are not durable, no blob is left.
	 */
	@Override
	public void close() throws IOException {
		if (this.file != null) {
			this.file.close();
		}
		if (this.isFinished && !this.isKept) {
			this.storage.delete(this.path);
		}
	}

}
