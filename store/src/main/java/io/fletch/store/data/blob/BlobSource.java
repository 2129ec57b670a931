package io.fletch.store.data.blob;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Checksum;
import io.fletch.store.io.Storage;

/**
 * Finds blobs in companion files, which are mapped at the first use.
 */
public final class BlobSource {

	/** For batches in the log, whose blobs all lie in their rows. */
	public static final BlobSource NONE = new BlobSource(null);

	private final @Nullable Storage storage;

	private final Map<String, MemorySegment> files = new ConcurrentHashMap<>();

	public BlobSource(@Nullable Storage storage) {
		this.storage = storage;
	}

	/**
	 * Returns a blob, whose bytes are looked for when they are read.
	 * @param place where it lies
	 * @return the blob
	 */
	public Blob blob(BlobPlace place) {
		return Blob.of(() -> bytes(place), place);
	}

	/**
	 * Reads a blob.
	 * @param place where it lies
	 * @throws CorruptTableException if it is missing or its checksum does not hold
	 */
	public void verify(BlobPlace place) {
		blob(place).requireChecksum(Checksum.of(bytes(place)));
	}

	private MemorySegment bytes(BlobPlace place) {
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
			MemorySegment mapped = this.storage.map(file);
			BlobWriter.requireHeader(file, mapped);
			return mapped;
		}
		catch (NoSuchFileException ex) {
			throw new CorruptTableException("The file of blobs " + file + " is missing; restore it from a backup", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new CorruptTableException("A blob lies in '" + file + "', which is no file of blobs", ex);
		}
		catch (IOException ex) {
			throw new StoreException("The file of blobs " + file + " cannot be read", ex);
		}
	}

}
