package io.fletch.store.data.blob;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Checksum;
import io.fletch.store.io.Storage;

/**
 * Finds blobs in companion files, which are mapped with their data file or at the first
 * use.
 */
public final class BlobSource {

	/** For batches in the log, whose blobs all lie in their rows. */
	public static final BlobSource NONE = new BlobSource(null);

	private final @Nullable Storage storage;

	private final Map<String, MappedBlobs> files = new ConcurrentHashMap<>();

	/** Companions that are mapped already. */
	private final Map<String, MemorySegment> mapped = new HashMap<>();

	public BlobSource(@Nullable Storage storage) {
		this.storage = storage;
	}

	/**
	 * Maps the companions of a data file together with it: a cleanup that takes them
	 * later takes nothing from whoever reads its rows.
	 * @param storage where the files are
	 * @param path the path of the data file
	 * @param companions its companions
	 * @return the source of its blobs
	 * @throws IOException if a cleanup took the companions just now, and the data file
	 * too
	 */
	public static BlobSource of(Storage storage, String path, List<BlobFile> companions) throws IOException {
		BlobSource source = new BlobSource(storage);
		for (BlobFile companion : companions) {
			try {
				source.mapped.put(companion.path(), storage.map(companion.path()));
			}
			catch (NoSuchFileException ex) {
				if (!storage.exists(path)) {
					throw ex;
				}
				// Only this companion is missing, which whoever asks for a blob learns.
				continue;
			}
		}
		return source;
	}

	/**
	 * Returns a blob, whose bytes are looked for when they are read.
	 * @param place where it lies
	 * @return the blob
	 */
	public Blob blob(BlobPlace place) {
		return Blob.of(this, place);
	}

	/**
	 * Reads a blob.
	 * @param place where it lies
	 * @throws CorruptTableException if it is missing or its checksum does not hold
	 */
	public void verify(BlobPlace place) {
		place.requireChecksum(Checksum.of(bytes(place)));
	}

	/**
	 * Returns a blob that lies in its row.
	 * @param bytes its bytes, which were checked
	 * @return the blob
	 */
	public static Blob inline(MemorySegment bytes) {
		return Blob.of(bytes);
	}

	MemorySegment bytes(BlobPlace place) {
		return file(place).bytes(place);
	}

	/**
	 * Checks a range of a blob.
	 */
	void requireRange(BlobPlace place, long offset, int length) {
		file(place).requireRange(place, offset, length);
	}

	private MappedBlobs file(BlobPlace place) {
		return this.files.computeIfAbsent(place.file(), (file) -> MappedBlobs.of(file, map(file)));
	}

	long byteSize(String file) {
		return map(file).byteSize();
	}

	private MemorySegment map(String file) {
		if (this.storage == null || !file.endsWith(BlobWriter.SUFFIX)) {
			throw new CorruptTableException("A blob lies in '" + file + "', which is no file of blobs");
		}
		MemorySegment known = this.mapped.get(file);
		if (known != null) {
			return known;
		}
		try {
			return this.storage.map(file);
		}
		catch (NoSuchFileException ex) {
			throw new CorruptTableException("The file of blobs " + file
					+ " is missing, though the rows that refer to it are there; restore it from a backup", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new CorruptTableException("A blob lies in '" + file + "', which is no file of blobs", ex);
		}
		catch (IOException ex) {
			throw new StoreException("The file of blobs " + file + " cannot be read", ex);
		}
	}

}
