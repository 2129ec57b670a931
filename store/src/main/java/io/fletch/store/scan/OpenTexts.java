package io.fletch.store.scan;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.index.IndexType;
import io.fletch.store.io.Storage;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;
import io.fletch.store.version.Operation;
import io.fletch.store.version.TableVersion;

/**
 * The full-text indexes of a table, for all who read it, as the versions see them. What
 * was made ready for a version is kept for the next search of it.
 */
final class OpenTexts {

	/** How much memory the words of one table that are in no file take. */
	static final long MAX_BYTES = 256L << 20;

	/** After these, rows may have other values under the same ids. */
	private static final Set<Operation> REWRITING = EnumSet.of(Operation.RESTORE, Operation.ADD_COLUMNS,
			Operation.ALTER_COLUMNS);

	private final Storage storage;

	private final OpenIndexes indexes;

	private final ReadyTexts ready;

	/** By the index without its segments. */
	private final Map<IndexMetadata, OpenText> open = new ConcurrentHashMap<>();

	/** The columns that are marked as full text and have no index. */
	private final Map<List<Integer>, IndexMetadata> marked = new ConcurrentHashMap<>();

	/** From this version on, what is stored under an id was the same. */
	private volatile long floor;

	OpenTexts(Storage storage, OpenIndexes indexes, long maxBytes) {
		this.ready = new ReadyTexts(maxBytes);
		this.storage = storage;
		this.indexes = indexes;
	}

	void observe(TableVersion version) {
		if (this.floor == 0 || REWRITING.contains(version.operation())) {
			this.floor = version.version();
		}
	}

	void skipTo(long version) {
		this.floor = version;
		this.open.clear();
		this.ready.clear();
	}

	/**
	 * Lists what can be searched by words: the indexes, and as one more, which is never
	 * stored, the columns that are marked as full text and that no index covers.
	 */
	List<IndexMetadata> of(Manifest manifest) {
		List<IndexMetadata> texts = new ArrayList<>();
		Set<Integer> covered = new HashSet<>();
		for (IndexMetadata index : manifest.indexes()) {
			if (index.type().equals(IndexType.FTS.name())) {
				texts.add(index);
				covered.addAll(index.fields());
			}
		}
		List<Field> fields = manifest.schema().getFields();
		List<Integer> others = new ArrayList<>();
		for (Field field : fields) {
			if (field.getMetadata().containsKey(ColumnRoles.FULL_TEXT) && !covered.contains(FieldIds.of(field))) {
				others.add(FieldIds.of(field));
			}
		}
		if (!others.isEmpty()) {
			texts.add(this.marked.computeIfAbsent(others, OpenTexts::unstored));
		}
		return texts;
	}

	/**
	 * Stands for an index that is never stored.
	 */
	static IndexMetadata unstored(List<Integer> fields) {
		return new IndexMetadata("", IndexType.FTS.name(), Map.of("language", ColumnRoles.ENGLISH), fields, 0,
				Instant.EPOCH, List.of());
	}

	void prewarm(Manifest manifest, IndexMetadata index) throws IOException {
		live(manifest, index);
	}

	/**
	 * Makes an index ready for a version.
	 */
	LiveText live(Manifest manifest, IndexMetadata index) throws IOException {
		ReadyTexts.Place place = new ReadyTexts.Place(manifest.version(), index.with(List.of()));
		LiveText known = this.ready.get(place);
		if (known != null) {
			return known;
		}
		OpenText text = open(index);
		boolean isRewritten = REWRITING.contains(manifest.info().operation());
		long from = (isRewritten) ? Math.max(this.floor, manifest.version()) : this.floor;
		try {
			LiveText live = text.at(manifest, this.indexes.text(manifest, index), from);
			this.open.keySet().removeAll(this.ready.put(place, live));
			return live;
		}
		finally {
			// What could not be made ready is never let go for others.
			if (!this.ready.has(place.index())) {
				this.open.remove(place.index(), text);
			}
		}
	}

	/**
	 * Returns an index for all versions.
	 */
	OpenText open(IndexMetadata index) {
		return this.open.computeIfAbsent(index.with(List.of()), (made) -> new OpenText(this.storage, made));
	}

	/**
	 * Returns how much memory the words take that are in no file.
	 */
	long byteSize() {
		return this.ready.byteSize();
	}

}
