package io.fletch.store.scan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

import io.fletch.store.data.column.ColumnReader;

/**
 * Counts texts by their bytes, so that only distinct ones are copied: a hash table with
 * open addressing.
 */
final class TextCounts {

	private byte[][] keys = new byte[64][];

	private int[] hashes = new int[64];

	private long[] counts = new long[64];

	private int size;

	void add(ColumnReader.Text texts, int row) {
		MemorySegment bytes = texts.utf8(row);
		int hash = hash(bytes);
		int slot = slot(texts, row, hash);
		if (this.counts[slot]++ == 0) {
			this.keys[slot] = bytes.toArray(ValueLayout.JAVA_BYTE);
			this.hashes[slot] = hash;
			if (++this.size * 2 > this.keys.length) {
				grow();
			}
		}
	}

	private static int hash(MemorySegment bytes) {
		int hash = 1;
		for (long i = 0; i < bytes.byteSize(); i++) {
			hash = 31 * hash + bytes.get(ValueLayout.JAVA_BYTE, i);
		}
		return hash ^ (hash >>> 15);
	}

	private int slot(ColumnReader.Text texts, int row, int hash) {
		int mask = this.keys.length - 1;
		int slot = hash & mask;
		while (this.counts[slot] != 0 && !(this.hashes[slot] == hash && texts.equalsUtf8(row, this.keys[slot]))) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private void grow() {
		byte[][] oldKeys = this.keys;
		int[] oldHashes = this.hashes;
		long[] oldCounts = this.counts;
		this.keys = Arrays.copyOf(new byte[0][], 2 * oldKeys.length);
		this.hashes = new int[this.keys.length];
		this.counts = new long[this.keys.length];
		int mask = this.keys.length - 1;
		for (int i = 0; i < oldKeys.length; i++) {
			if (oldCounts[i] != 0) {
				int slot = oldHashes[i] & mask;
				while (this.counts[slot] != 0) {
					slot = (slot + 1) & mask;
				}
				this.keys[slot] = oldKeys[i];
				this.hashes[slot] = oldHashes[i];
				this.counts[slot] = oldCounts[i];
			}
		}
	}

	void forEach(BiConsumer<String, Long> action) {
		for (int i = 0; i < this.keys.length; i++) {
			if (this.counts[i] != 0) {
				action.accept(new String(this.keys[i], StandardCharsets.UTF_8), this.counts[i]);
			}
		}
	}

}
