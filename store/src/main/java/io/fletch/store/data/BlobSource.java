package io.fletch.store.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Storage;

/**
 * Finds blobs in companion files, which are mapped at the first use.
 */
final class BlobSource {

	/** For batches in the log, whose blobs all lie in their rows. */
	static final BlobSource NONE = new BlobSource(null);

	private final @Nullable Storage storage;

	private final Map<String, MemorySegment> files = new ConcurrentHashMap<>();

	/** Companions whose first bytes nobody has looked at yet. */
	private final Map<String, MemorySegment> mapped = new HashMap<>();

	BlobSource(@Nullable Storage storage) {
		this.storage = storage;
	}

	/**
	 * Maps the companions of a data file together with it: a cleanup that takes them
	 * later takes nothing from whoever reads its rows.
	 * @throws NoSuchFileException if a cleanup took them just now, and the data file too
	 */
	static BlobSource of(Storage storage, DataFile file) throws IOException {
		BlobSource source = new BlobSource(storage);
		for (BlobFile blobs : file.blobFiles()) {
			try {
				source.mapped.put(blobs.path(), storage.map(blobs.path()));
			}
			catch (NoSuchFileException ex) {
				if (!storage.exists(file.path())) {
					throw ex;
				}
				// Only this companion is missing, which whoever asks for a blob learns.
				continue;
			}
		}
		return source;
	}

	MemorySegment bytes(BlobPlace place) {
		MemorySegment file = this.files.computeIfAbsent(place.file(), this::map);
		if (place.offset() < 0 || place.length() < 0 || place.offset() > file.byteSize() - place.length()) {
			throw new CorruptTableException("The file " + place.file() + " is damaged: it has " + file.byteSize()
					+ " bytes, and a blob of " + place.length() + " bytes at " + place.offset());
		}
		return file.asSlice(place.offset(), place.length());
	}

	long byteSize(String file) {
		return this.files.computeIfAbsent(file, this::map).byteSize();
	}

	private MemorySegment map(String file) {
		if (this.storage == null || !file.endsWith(BlobWriter.SUFFIX)) {
			throw new CorruptTableException("A blob lies in '" + file + "', which is no file of blobs");
		}
		try {
			MemorySegment known = this.mapped.get(file);
			MemorySegment bytes = (known != null) ? known : this.storage.map(file);
			BlobWriter.requireHeader(file, bytes);
			return bytes;
		}
		catch (NoSuchFileException ex) {
			throw new CorruptTableException("The file of blobs " + file
					+ " is missing, though the rows that refer to it are there; " + "restore it from a backup", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new CorruptTableException("A blob lies in '" + file + "', which is no file of blobs", ex);
		}
		catch (IOException ex) {
			throw new StoreException("The file of blobs " + file + " cannot be read", ex);
		}
	}

}
