package io.fletch.store.data.blob;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.Checksum;

/**
 * A long binary value. Of a blob that lies in a file only what is asked for is read.
 * Blobs are equal if their bytes are.
 */
public final class Blob {

	private final long length;

	/** The bytes of a blob that lies in memory or in its row. */
	private final @Nullable MemorySegment inline;

	private final BlobSource source;

	private final @Nullable BlobPlace place;

	private Blob(MemorySegment inline) {
		this.length = inline.byteSize();
		this.inline = inline;
		this.source = BlobSource.NONE;
		this.place = null;
	}

	private Blob(BlobSource source, BlobPlace place) {
		this.length = place.length();
		this.inline = null;
		this.source = source;
		this.place = place;
	}

	/**
	 * Makes a blob of bytes.
	 * @param bytes the bytes, which must not change any more
	 * @return the blob
	 */
	public static Blob of(byte[] bytes) {
		return of(MemorySegment.ofArray(bytes));
	}

	static Blob of(MemorySegment bytes) {
		return new Blob(bytes);
	}

	/**
	 * Makes a blob that lies in a companion file.
	 * @param source finds the bytes of the blob
	 */
	static Blob of(BlobSource source, BlobPlace place) {
		return new Blob(source, place);
	}

	/**
	 * Returns the length.
	 * @return the length in bytes
	 */
	public long length() {
		return this.length;
	}

	/**
	 * Returns all bytes, after a check of their checksum.
	 * @return the bytes
	 * @throws CorruptTableException if they are missing or damaged
	 * @throws InvalidInputException if they are too many for an array
	 */
	public byte[] bytes() {
		if (this.length > Integer.MAX_VALUE - 8) {
			throw new InvalidInputException("The blob has " + this.length
					+ " bytes, too many for an array; use openStream() or read(offset, length)");
		}
		MemorySegment bytes = segment();
		requireChecksum(Checksum.of(bytes));
		return bytes.toArray(ValueLayout.JAVA_BYTE);
	}

	/**
	 * Returns some bytes. What is read of the file is checked, in parts of 256 KiB.
	 * @param offset where to begin
	 * @param length how many to read
	 * @return the bytes
	 * @throws InvalidInputException if the range is not in the blob
	 * @throws CorruptTableException if the file of the blob is missing or damaged
	 */
	public byte[] read(long offset, int length) {
		if (offset < 0 || length < 0 || offset > this.length - length) {
			throw new InvalidInputException("The range of " + length + " bytes at " + offset
					+ " is not in the blob, which has " + this.length + " bytes");
		}
		MemorySegment bytes = segment();
		if (this.place != null) {
			this.source.requireRange(this.place, offset, length);
		}
		return bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
	}

	/**
	 * Reads the bytes one after the other. At the end their checksum is checked.
	 * @return a stream that needs not be closed
	 * @throws CorruptTableException if the file of the blob is missing or cut short
	 */
	public InputStream openStream() {
		return new BlobStream(segment(), this::requireChecksum);
	}

	MemorySegment segment() {
		if (this.inline != null) {
			return this.inline;
		}
		return this.source.bytes(Objects.requireNonNull(this.place));
	}

	void requireChecksum(int found) {
		if (this.place != null) {
			this.place.requireChecksum(found);
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Blob blob && blob.length == this.length
				&& (blob == this || Objects.equals(blob.place, this.place) && this.place != null
						|| segment().mismatch(blob.segment()) < 0);
	}

	@Override
	public int hashCode() {
		return (this.place != null) ? this.place.checksum() : Checksum.of(segment());
	}

	@Override
	public String toString() {
		return "Blob of " + this.length + " bytes";
	}

}
