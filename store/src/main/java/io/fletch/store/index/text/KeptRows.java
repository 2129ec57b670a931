package io.fletch.store.index.text;

import java.util.BitSet;

import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * A Lucene segment some of whose rows are to be left out when it is merged.
 */
final class KeptRows extends FilterCodecReader implements Bits {

	private final BitSet kept;

	KeptRows(CodecReader words, BitSet kept) {
		super(words);
		this.kept = kept;
	}

	@Override
	public Bits getLiveDocs() {
		return this;
	}

	@Override
	public int numDocs() {
		return this.kept.cardinality();
	}

	@Override
	public boolean get(int row) {
		return this.kept.get(row);
	}

	@Override
	public int length() {
		return maxDoc();
	}

	@Override
	public @Nullable CacheHelper getCoreCacheHelper() {
		return null;
	}

	@Override
	public @Nullable CacheHelper getReaderCacheHelper() {
		return null;
	}

}
