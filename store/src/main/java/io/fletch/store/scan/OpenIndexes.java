package io.fletch.store.scan;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.data.schema.VectorShape;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.IndexType;
import io.fletch.store.index.OpenSegment;
import io.fletch.store.index.scalar.ScalarIndex;
import io.fletch.store.index.scalar.ScalarIndexType;
import io.fletch.store.index.text.TextSegment;
import io.fletch.store.index.vector.HnswIndex;
import io.fletch.store.index.vector.IvfIndex;
import io.fletch.store.index.vector.MultiVectorIndex;
import io.fletch.store.index.vector.VectorSegment;
import io.fletch.store.index.vector.VectorSpace;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Expression;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.IndexSegment;
import io.fletch.store.table.Manifest;
import io.fletch.store.version.TableVersion;

/**
 * The segments of a table's indexes that are open, for all who read the table. A segment
 * that is lost or damaged is reported once and passed over: its rows are searched without
 * it until it is built anew.
 */
public final class OpenIndexes {

	private static final Logger logger = LoggerFactory.getLogger(OpenIndexes.class);

	private static final int MAX_SEGMENTS = 256;

	private final Storage storage;

	private final Cache<Key, Object> segments = Caffeine.newBuilder().maximumSize(MAX_SEGMENTS).build();

	private final Set<String> damaged = ConcurrentHashMap.newKeySet();

	private final OpenTexts texts;

	/** The coverage that was worked out last, by the name of the index. */
	private final Map<String, Coverage> coverages = new ConcurrentHashMap<>();

	/**
	 * The indexes of a table.
	 * @param storage the folder of the table
	 */
	public OpenIndexes(Storage storage) {
		this(storage, OpenTexts.MAX_BYTES);
	}

	/**
	 * The indexes of a table.
	 * @param textBytes how much memory the words of rows that no file covers may take
	 */
	OpenIndexes(Storage storage, long textBytes) {
		this.storage = storage;
		this.texts = new OpenTexts(storage, this, textBytes);
	}

	/**
	 * Hears of a new version of the table.
	 * @param version the version
	 */
	public void observe(TableVersion version) {
		this.texts.observe(version);
	}

	/**
	 * Hears that some versions of the table were not told, so that rows may have other
	 * values under the same ids.
	 * @param version the first version from which on all are told
	 */
	public void skipTo(long version) {
		this.texts.skipTo(version);
	}

	/**
	 * Tells whether a segment could not be read.
	 * @param segment the segment
	 * @return whether it is lost or damaged
	 */
	public boolean isDamaged(IndexSegment segment) {
		return this.damaged.contains(segment.path());
	}

	/**
	 * Opens an index and reads all of it, so that the next query finds it in memory.
	 * @param manifest the version
	 * @param index the index
	 * @throws IOException if a file cannot be read
	 * @throws UnsupportedFormatException if its kind is not known
	 */
	public void prewarm(Manifest manifest, IndexMetadata index) throws IOException {
		IndexType type = requireKnown(index);
		if (type == IndexType.FTS) {
			this.texts.prewarm(manifest, index);
		}
		else if (type.isScalar()) {
			scalar(manifest, index);
		}
		else {
			vector(manifest, index);
		}
	}

	/**
	 * Returns the kind of an index.
	 * @throws UnsupportedFormatException if this version of the library does not know it
	 */
	static IndexType requireKnown(IndexMetadata index) {
		IndexType type = IndexType.of(index.type());
		if (type == IndexType.UNKNOWN) {
			throw new UnsupportedFormatException("The index '" + index.name() + "' is of the kind " + index.type()
					+ ", which this version of the library does not know; use the version that made it, or drop it");
		}
		return type;
	}

	LiveIndex<ScalarIndex> scalar(Manifest manifest, IndexMetadata index) throws IOException {
		IndexedField field = IndexedField.of(manifest.schema(), index).getFirst();
		ScalarIndexType type = ScalarIndexType.valueOf(index.type());
		Expression.Column column = new Expression.Column(field.names());
		// Conditions name the column, which may be renamed.
		return live(manifest, index, field.name(), (file) -> ScalarIndex.open(file, type, column, field.field()));
	}

	LiveIndex<VectorSegment> vector(Manifest manifest, IndexMetadata index) throws IOException {
		boolean isGraph = IndexType.of(index.type()).isGraph();
		Field field = IndexedField.of(manifest.schema(), index).getFirst().field();
		VectorSpace space = SegmentBuilder.space(index, field);
		return live(manifest, index, "", (file) -> {
			VectorSegment segment = VectorShape.isSeveral(field) ? MultiVectorIndex.open(file) : open(file, isGraph);
			file.require(segment.space().equals(space), "it is for " + segment.space() + " instead of " + space);
			return segment;
		});
	}

	private static VectorSegment open(IndexFile file, boolean isGraph) {
		return isGraph ? HnswIndex.open(file) : IvfIndex.open(file);
	}

	LiveIndex<TextSegment> text(Manifest manifest, IndexMetadata index) throws IOException {
		return live(manifest, index, "", TextSegment::open);
	}

	/**
	 * Returns the full-text indexes as versions see them.
	 */
	OpenTexts texts() {
		return this.texts;
	}

	@SuppressWarnings("unchecked")
	private <T extends OpenSegment> LiveIndex<T> live(Manifest manifest, IndexMetadata index, String variant,
			Function<IndexFile, T> opening) throws IOException {
		List<T> open = new ArrayList<>();
		List<IndexSegment> usable = new ArrayList<>();
		for (IndexSegment segment : index.segments()) {
			Key key = new Key(segment.path(), variant);
			Object known = this.segments.getIfPresent(key);
			T opened = (known != null) ? (T) known : open(index, segment, opening);
			if (known == null && opened != null) {
				this.segments.put(key, opened);
			}
			if (opened != null) {
				open.add(opened);
				usable.add(segment);
			}
		}
		return new LiveIndex<>(
				coverage(manifest, (usable.size() < index.segments().size()) ? index.with(usable) : index), open);
	}

	private <T extends OpenSegment> @Nullable T open(IndexMetadata index, IndexSegment segment,
			Function<IndexFile, T> opening) throws IOException {
		if (isDamaged(segment)) {
			return null;
		}
		try {
			IndexFile file = IndexFile.open(this.storage, segment.path(),
					new IndexFileWriter.Written(segment.byteSize(), segment.checksum()));
			T opened = opening.apply(file);
			file.require(opened.rowCount() == segment.rowIds().size(),
					"it covers " + opened.rowCount() + " rows instead of " + segment.rowIds().size());
			return opened;
		}
		catch (CorruptTableException | NoSuchFileException ex) {
			if (this.damaged.add(segment.path())) {
				logger.warn("The file {} of the index '{}' is lost or damaged; its rows are searched without it until "
						+ "it is built anew", segment.path(), index.name(), ex);
			}
			return null;
		}
	}

	private Coverage coverage(Manifest manifest, IndexMetadata index) {
		Coverage known = this.coverages.get(index.name());
		if (known != null && known.isOf(manifest, index)) {
			return known;
		}
		Coverage coverage = Coverage.of(manifest, index);
		this.coverages.put(index.name(), coverage);
		return coverage;
	}

	/**
	 * What is open of a file.
	 */
	private record Key(String path, String variant) {
	}

}
