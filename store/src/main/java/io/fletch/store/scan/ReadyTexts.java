package io.fletch.store.scan;

import java.io.IOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fletch.store.index.text.TextSegment;
import io.fletch.store.table.IndexMetadata;

/**
 * The full-text indexes that were made ready for versions. Where their words take more
 * memory than they may, those that were not used for longest are let go; the one that was
 * used last stays.
 */
final class ReadyTexts {

	private static final int MAX_VERSIONS = 64;

	private final long maxBytes;

	/** The one that was used last stands last. */
	private final Map<Place, LiveText> ready = new LinkedHashMap<>(16, 0.75F, true);

	ReadyTexts(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	synchronized @Nullable LiveText get(Place place) {
		return this.ready.get(place);
	}

	/**
	 * Keeps an index.
	 * @return the indexes that were let go for it, in all versions
	 */
	synchronized Set<IndexMetadata> put(Place place, LiveText text) throws IOException {
		this.ready.put(place, text);
		Set<IndexMetadata> gone = new HashSet<>();
		Iterator<Place> oldest = this.ready.keySet().iterator();
		while (this.ready.size() > 1 && (this.ready.size() > MAX_VERSIONS || byteSize() > this.maxBytes)) {
			gone.add(oldest.next().index());
			oldest.remove();
		}
		this.ready.keySet().forEach((kept) -> gone.remove(kept.index()));
		return gone;
	}

	synchronized void clear() {
		this.ready.clear();
	}

	/**
	 * Returns how much memory the words take, of which versions share much.
	 */
	synchronized long byteSize() throws IOException {
		Map<TextSegment, Boolean> counted = new IdentityHashMap<>();
		long bytes = 0;
		for (LiveText text : this.ready.values()) {
			for (TextSegment segment : text.inMemory()) {
				if (counted.put(segment, true) == null) {
					bytes += segment.byteSize();
				}
			}
		}
		return bytes;
	}

	/**
	 * An index in a version.
	 *
	 * @param index the index, without its segments
	 */
	record Place(long version, IndexMetadata index) {
	}

}
