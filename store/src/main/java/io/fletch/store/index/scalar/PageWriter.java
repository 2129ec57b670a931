package io.fletch.store.index.scalar;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.error.CancelledException;
import io.fletch.store.index.IndexFileWriter;

/**
 * Writes sorted entries as pages of keys with the rows that hold them, and a directory of
 * the pages.
 */
final class PageWriter {

	private final IndexFileWriter file;

	private final boolean isLong;

	private final BufferBuilder directory = new BufferBuilder();

	private final BufferBuilder firstKeys = new BufferBuilder();

	private final BufferBuilder firstKeyBytes = new BufferBuilder();

	private final BufferBuilder head = new BufferBuilder();

	private final BufferBuilder keys = new BufferBuilder();

	private final BufferBuilder keyBytes = new BufferBuilder();

	private final BufferBuilder rowStarts = new BufferBuilder();

	private final BufferBuilder rows = new BufferBuilder();

	private int pageKeys;

	private long keysBefore;

	private long rowsBefore;

	private long position;

	PageWriter(IndexFileWriter file, boolean isLong) {
		this.file = file;
		this.isLong = isLong;
	}

	/**
	 * Writes the sections of all entries.
	 */
	void write(Entries entries) throws IOException {
		Posting posting = new Posting();
		boolean more = entries.next();
		while (more) {
			Key key = new Key(entries);
			posting.clear();
			do {
				posting.add(entries.ordinal());
				more = entries.next();
			}
			while (more && key.isOf(entries));
			add(key, posting);
		}
		endPage();
		this.file.endSection();
		putEntry();
		this.firstKeys.putLong(this.firstKeyBytes.length());
		write(this.directory);
		this.file.endSection();
		write(this.firstKeys);
		this.file.endSection();
		write(this.firstKeyBytes);
		this.file.endSection();
	}

	private void add(Key key, Posting posting) throws IOException {
		if (posting.bitmap != null) {
			endPage();
			putKey(key);
			writePage(PageLayout.BITMAP, encoded(posting.bitmap));
			this.rowsBefore += posting.count;
			return;
		}
		putKey(key);
		this.rowStarts.putInt(this.rows.length() / Integer.BYTES);
		for (int i = 0; i < posting.count; i++) {
			this.rows.putInt(posting.listed[i]);
		}
		if (this.pageKeys == PageLayout.PAGE_KEYS
				|| this.keyBytes.length() + this.rows.length() >= PageLayout.PAGE_BYTES) {
			endPage();
		}
	}

	static MemorySegment encoded(RoaringBitmap bitmap) {
		bitmap.runOptimize();
		ByteBuffer buffer = ByteBuffer.allocate(bitmap.serializedSizeInBytes()).order(ByteOrder.LITTLE_ENDIAN);
		bitmap.serialize(buffer);
		return MemorySegment.ofArray(buffer.array());
	}

	private void putKey(Key key) {
		if (this.pageKeys == 0) {
			putEntry();
			this.firstKeys.putLong(this.isLong ? key.prefix : this.firstKeyBytes.length());
			this.firstKeyBytes.putBytes(key.bytes);
		}
		if (this.isLong) {
			this.keys.putLong(key.prefix);
		}
		else {
			this.keys.putInt(this.keyBytes.length());
			this.keyBytes.putBytes(key.bytes);
		}
		this.pageKeys++;
	}

	private void putEntry() {
		this.directory.putLong(this.position);
		this.directory.putLong(this.keysBefore);
		this.directory.putLong(this.rowsBefore);
	}

	private void endPage() throws IOException {
		if (this.pageKeys > 0) {
			int count = this.rows.length() / Integer.BYTES;
			this.rowStarts.putInt(count);
			writePage(this.pageKeys, this.rows.padded().asSlice(0, this.rows.length()));
			this.rowsBefore += count;
		}
	}

	private void writePage(int head, MemorySegment postings) throws IOException {
		CancelledException.throwIfInterrupted();
		if (!this.isLong) {
			this.keys.putInt(this.keyBytes.length());
		}
		this.head.putInt(head);
		write(this.head);
		write(this.keys);
		write(this.rowStarts);
		write(this.keyBytes);
		write(postings);
		this.keysBefore += this.pageKeys;
		this.pageKeys = 0;
		this.rows.clear();
	}

	private void write(BufferBuilder buffer) throws IOException {
		write(buffer.padded().asSlice(0, buffer.length()));
		buffer.clear();
	}

	private void write(MemorySegment bytes) throws IOException {
		this.file.write(bytes);
		this.position += bytes.byteSize();
	}

	/**
	 * A key, apart from the entry that it was read from.
	 */
	private static final class Key {

		private final long prefix;

		private final byte[] bytes;

		Key(Entries entries) {
			this.prefix = entries.prefix();
			this.bytes = entries.bytes().asSlice(entries.start(), entries.length()).toArray(ValueLayout.JAVA_BYTE);
		}

		boolean isOf(Entries entries) {
			return entries.prefix() == this.prefix && entries.length() == this.bytes.length
					&& MemorySegment.mismatch(entries.bytes(), entries.start(), entries.start() + entries.length(),
							MemorySegment.ofArray(this.bytes), 0, this.bytes.length) < 0;
		}

	}

	/**
	 * The rows of a key: a short list, or a bitmap.
	 */
	private static final class Posting {

		private final int[] listed = new int[PageLayout.LISTED_ROWS];

		private @Nullable RoaringBitmap bitmap;

		private int count;

		private int last;

		void clear() {
			this.bitmap = null;
			this.count = 0;
			this.last = -1;
		}

		/**
		 * Adds a row, unless it is the last again, as a list may have an element twice.
		 */
		void add(int ordinal) {
			if (ordinal == this.last) {
				return;
			}
			this.last = ordinal;
			if (this.bitmap != null) {
				this.bitmap.add(ordinal);
			}
			else if (this.count < this.listed.length) {
				this.listed[this.count] = ordinal;
			}
			else {
				this.bitmap = RoaringBitmap.bitmapOf(this.listed);
				this.bitmap.add(ordinal);
			}
			this.count++;
		}

	}

}
