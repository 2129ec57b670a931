package io.fletch.store.index.scalar;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.function.BiConsumer;

import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.index.IndexFile;

/**
 * The sorted keys of an index, each in a slot, and the rows that hold them, read in
 * place.
 */
final class KeyPages {

	private static final int FIRST_SECTION = 1;

	private final IndexFile file;

	private final boolean isLong;

	private final int rowCount;

	private final MemorySegment pages;

	private final MemorySegment directory;

	private final MemorySegment firstKeys;

	private final MemorySegment firstKeyBytes;

	private final int pageCount;

	private final int keyCount;

	KeyPages(IndexFile file, boolean isLong, int rowCount) {
		this.file = file;
		this.isLong = isLong;
		this.rowCount = rowCount;
		this.pages = file.section(FIRST_SECTION);
		this.directory = file.section(FIRST_SECTION + 1);
		this.firstKeys = file.section(FIRST_SECTION + 2);
		this.firstKeyBytes = file.section(FIRST_SECTION + 3);
		long entries = this.directory.byteSize() / PageLayout.ENTRY_LENGTH;
		require(entries > 0 && entries * PageLayout.ENTRY_LENGTH == this.directory.byteSize()
				&& this.firstKeys.byteSize() == entries * Long.BYTES, "its directory has a wrong length");
		this.pageCount = (int) (entries - 1);
		requireRising();
		require(keysBefore(this.pageCount) <= Integer.MAX_VALUE - 1, "it has too many keys");
		this.keyCount = (int) keysBefore(this.pageCount);
	}

	private void requireRising() {
		require(offset(0) == 0 && keysBefore(0) == 0 && rowsBefore(0) == 0
				&& offset(this.pageCount) == this.pages.byteSize(), "its pages do not fill it");
		for (int page = 0; page < this.pageCount; page++) {
			require(offset(page) < offset(page + 1) && keysBefore(page) < keysBefore(page + 1)
					&& rowsBefore(page) < rowsBefore(page + 1), "page " + page + " is out of order");
		}
	}

	private void require(boolean condition, String what) {
		this.file.require(condition, what);
	}

	private long offset(int page) {
		return this.directory.get(PageLayout.LONG, (long) page * PageLayout.ENTRY_LENGTH);
	}

	private long keysBefore(int page) {
		return this.directory.get(PageLayout.LONG, (long) page * PageLayout.ENTRY_LENGTH + Long.BYTES);
	}

	private long rowsBefore(int page) {
		return this.directory.get(PageLayout.LONG, (long) page * PageLayout.ENTRY_LENGTH + 2 * Long.BYTES);
	}

	int keyCount() {
		return this.keyCount;
	}

	/**
	 * Returns the slot of the first key that is not before what is looked for.
	 */
	int lowerSlot(KeyOrder order) {
		return slotsBefore(order, 0);
	}

	/**
	 * Returns the slot of the first key that is behind what is looked for.
	 */
	int upperSlot(KeyOrder order) {
		return slotsBefore(order, 1);
	}

	private int slotsBefore(KeyOrder order, int limit) {
		int low = 0;
		int high = this.pageCount;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (compareFirst(order, middle) < limit) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return (low == 0) ? 0 : (int) keysBefore(low - 1) + page(low - 1).keysBefore(order, limit);
	}

	private int compareFirst(KeyOrder order, int page) {
		long at = (long) page * Long.BYTES;
		if (this.isLong) {
			return order.compare(this.firstKeys, at, Long.BYTES);
		}
		long start = this.firstKeys.get(PageLayout.LONG, at);
		return order.compare(this.firstKeyBytes, start, this.firstKeys.get(PageLayout.LONG, at + Long.BYTES) - start);
	}

	private Page page(int page) {
		return new Page(this.pages.asSlice(offset(page), offset(page + 1) - offset(page)),
				Math.toIntExact(keysBefore(page + 1) - keysBefore(page)));
	}

	private int pageOf(int slot) {
		int low = 0;
		int high = this.pageCount;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (keysBefore(middle + 1) <= slot) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	/**
	 * Returns how many rows hold the keys before a slot.
	 */
	long rowsBeforeSlot(int slot) {
		int page = pageOf(slot);
		return (page == this.pageCount) ? rowsBefore(page)
				: rowsBefore(page) + page(page).rowsBefore(slot - (int) keysBefore(page));
	}

	/**
	 * Collects the rows that hold the keys in a range of slots.
	 */
	void collect(int from, int to, RowCollector target) {
		for (int page = pageOf(from); page < this.pageCount && keysBefore(page) < to; page++) {
			int before = (int) keysBefore(page);
			Page keys = page(page);
			keys.collect(Math.max(0, from - before), Math.min(keys.count, to - before), target);
		}
	}

	/**
	 * Goes over the keys in their order.
	 */
	void forEach(KeyType type, BiConsumer<Object, RoaringBitmap> action) {
		for (int page = 0; page < this.pageCount; page++) {
			page(page).forEach(type, action);
		}
	}

	RoaringBitmap bitmap(MemorySegment bytes) {
		RoaringBitmap bitmap = new RoaringBitmap();
		try {
			bitmap.deserialize(bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
		}
		catch (IOException | RuntimeException ex) {
			throw new CorruptTableException(
					"An index is damaged: a set of rows cannot be read; drop the index and create it again", ex);
		}
		require(bitmap.validate(), "a set of rows is out of order");
		require(bitmap.isEmpty() || bitmap.last() >= 0 && bitmap.last() < this.rowCount,
				"a set of rows goes beyond the " + this.rowCount + " that it covers");
		return bitmap;
	}

	/**
	 * A page of keys.
	 */
	private final class Page {

		private final MemorySegment bytes;

		private final int count;

		private final boolean isBitmap;

		/**
		 * Where the table of row starts begins, or the bytes of keys if there is none.
		 */
		private final long rowStarts;

		private final long keyBytes;

		Page(MemorySegment bytes, int count) {
			this.bytes = bytes;
			this.count = count;
			int head = bytes.get(PageLayout.INT, 0);
			this.isBitmap = head == PageLayout.BITMAP;
			require(this.isBitmap ? count == 1 : head == count, "a page has a wrong number of keys");
			this.rowStarts = Integer.BYTES
					+ (KeyPages.this.isLong ? (long) count * Long.BYTES : (count + 1L) * Integer.BYTES);
			this.keyBytes = this.rowStarts + (this.isBitmap ? 0 : (count + 1L) * Integer.BYTES);
		}

		int keysBefore(KeyOrder order, int limit) {
			int low = 0;
			int high = this.count;
			while (low < high) {
				int middle = (low + high) >>> 1;
				if (compare(order, middle) < limit) {
					low = middle + 1;
				}
				else {
					high = middle;
				}
			}
			return low;
		}

		private int compare(KeyOrder order, int key) {
			if (KeyPages.this.isLong) {
				return order.compare(this.bytes, Integer.BYTES + (long) key * Long.BYTES, Long.BYTES);
			}
			int start = keyStart(key);
			return order.compare(this.bytes, this.keyBytes + start, keyStart(key + 1) - start);
		}

		private int keyStart(int key) {
			return this.bytes.get(PageLayout.INT, Integer.BYTES + (long) key * Integer.BYTES);
		}

		void forEach(KeyType type, BiConsumer<Object, RoaringBitmap> action) {
			for (int key = 0; key < this.count; key++) {
				RowCollector rows = new RowCollector(KeyPages.this.rowCount);
				collect(key, key + 1, rows);
				action.accept(value(type, key), rows.rows());
			}
		}

		private Object value(KeyType type, int key) {
			if (KeyPages.this.isLong) {
				return type.value(this.bytes, Integer.BYTES + (long) key * Long.BYTES, Long.BYTES);
			}
			int start = keyStart(key);
			return type.value(this.bytes, this.keyBytes + start, keyStart(key + 1) - start);
		}

		int rowsBefore(int key) {
			return (this.isBitmap) ? 0 : this.bytes.get(PageLayout.INT, this.rowStarts + (long) key * Integer.BYTES);
		}

		void collect(int from, int to, RowCollector target) {
			long postings = this.keyBytes + (KeyPages.this.isLong ? 0 : keyStart(this.count));
			if (this.isBitmap) {
				target.add(bitmap(this.bytes.asSlice(postings)));
				return;
			}
			int end = rowsBefore(to);
			for (int i = rowsBefore(from); i < end; i++) {
				target.add(this.bytes.get(PageLayout.INT, postings + (long) i * Integer.BYTES));
			}
		}

	}

}
