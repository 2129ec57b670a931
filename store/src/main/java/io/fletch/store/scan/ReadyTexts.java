package io.fletch.store.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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
	private final Map<Place, Kept> ready = new LinkedHashMap<>(16, 0.75F, true);

	/** How many of them have some words in memory, as versions share much. */
	private final Map<TextSegment, Integer> uses = new IdentityHashMap<>();

	private long bytes;

	ReadyTexts(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	synchronized @Nullable LiveText get(Place place) {
		Kept kept = this.ready.get(place);
		return (kept != null) ? kept.text() : null;
	}

	/**
	 * Tells whether an index is kept in some version.
	 */
	synchronized boolean has(IndexMetadata index) {
		return this.ready.keySet().stream().anyMatch((place) -> place.index().equals(index));
	}

	/**
	 * Keeps an index.
	 * @return the indexes that were let go for it, in all versions
	 */
	Set<IndexMetadata> put(Place place, LiveText text) throws IOException {
		List<Words> words = new ArrayList<>();
		for (TextSegment segment : text.inMemory()) {
			words.add(new Words(segment, segment.byteSize()));
		}
		return put(place, new Kept(text, words));
	}

	private synchronized Set<IndexMetadata> put(Place place, Kept text) {
		text.words().forEach(this::use);
		Kept before = this.ready.put(place, text);
		if (before != null) {
			before.words().forEach(this::release);
		}
		Set<IndexMetadata> gone = new HashSet<>();
		Iterator<Map.Entry<Place, Kept>> oldest = this.ready.entrySet().iterator();
		while (this.ready.size() > 1 && (this.ready.size() > MAX_VERSIONS || this.bytes > this.maxBytes)) {
			Map.Entry<Place, Kept> entry = oldest.next();
			gone.add(entry.getKey().index());
			entry.getValue().words().forEach(this::release);
			oldest.remove();
		}
		this.ready.keySet().forEach((kept) -> gone.remove(kept.index()));
		return gone;
	}

	private void use(Words words) {
		if (this.uses.merge(words.segment(), 1, Integer::sum) == 1) {
			this.bytes += words.bytes();
		}
	}

	private void release(Words words) {
		if (this.uses.merge(words.segment(), -1, Integer::sum) == 0) {
			this.uses.remove(words.segment());
			this.bytes -= words.bytes();
		}
	}

	synchronized void clear() {
		this.ready.clear();
		this.uses.clear();
		this.bytes = 0;
	}

	/**
	 * Returns how much memory the words take.
	 */
	synchronized long byteSize() {
		return this.bytes;
	}

	/**
	 * An index in a version.
	 *
	 * @param index the index, without its segments
	 */
	record Place(long version, IndexMetadata index) {
	}

	/**
	 * An index that was made ready.
	 *
	 * @param words those of its words that are in no file
	 */
	private record Kept(LiveText text, List<Words> words) {
	}

	/**
	 * Words in memory.
	 */
	private record Words(TextSegment segment, long bytes) {
	}

}
