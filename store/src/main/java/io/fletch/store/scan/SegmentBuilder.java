package io.fletch.store.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.VectorShape;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.IndexOptions;
import io.fletch.store.index.IndexType;
import io.fletch.store.index.scalar.ScalarIndexBuilder;
import io.fletch.store.index.scalar.ScalarIndexType;
import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.index.text.TextSegmentBuilder;
import io.fletch.store.index.vector.HnswIndexBuilder;
import io.fletch.store.index.vector.HnswSpec;
import io.fletch.store.index.vector.IvfIndexBuilder;
import io.fletch.store.index.vector.IvfSpec;
import io.fletch.store.index.vector.LongVectorException;
import io.fletch.store.index.vector.LongVectors;
import io.fletch.store.index.vector.MultiVectorIndex;
import io.fletch.store.index.vector.Training;
import io.fletch.store.index.vector.VectorForm;
import io.fletch.store.index.vector.VectorSpace;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Distance;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.IndexSegment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.TableFiles;

/**
 * Builds segments of an index from one version.
 */
public final class SegmentBuilder {

	/** Fewer vectors give no codes of parts. */
	private static final int LEAST_OF_PRODUCT = 256;

	/** Partitions of fewer rows are not worth to be looked at one by one. */
	private static final int LEAST_OF_PARTITION = 8;

	private final Storage storage;

	private final Manifest manifest;

	private final IndexMetadata index;

	private final List<IndexedField> fields;

	private final Field field;

	private @Nullable RowSelection tooLong;

	/**
	 * Builds segments.
	 * @param storage the folder of the table
	 * @param manifest the version
	 * @param index the index, over columns of that version
	 * @throws UnsupportedFormatException if its kind is not known
	 */
	public SegmentBuilder(Storage storage, Manifest manifest, IndexMetadata index) {
		OpenIndexes.requireKnown(index);
		this.storage = storage;
		this.manifest = manifest;
		this.index = index;
		this.fields = index.fields().stream().map((id) -> field(manifest, index, id)).toList();
		this.field = this.fields.getFirst().field();
	}

	private static IndexedField field(Manifest manifest, IndexMetadata index, int id) {
		IndexedField field = IndexedField.find(manifest.schema(), id);
		if (field == null) {
			throw new InvalidInputException("A column of the index '" + index.name() + "' was dropped");
		}
		return field;
	}

	/**
	 * Chooses the segments that are to be built anew together with the rows that no
	 * segment covers: damaged ones, those most of whose rows are gone, and those that are
	 * no larger than twice what is built anyway, so that there are never many.
	 * @param open tells which are damaged
	 * @return the segments
	 */
	public List<IndexSegment> outgrown(OpenIndexes open) {
		Coverage coverage = Coverage.of(this.manifest, this.index);
		long built = coverage.uncovered().count() - leftOut();
		List<Integer> bySize = new ArrayList<>();
		for (int i = 0; i < this.index.segments().size(); i++) {
			bySize.add(i);
		}
		bySize.sort(Comparator.comparingLong(coverage::liveCount));
		List<IndexSegment> outgrown = new ArrayList<>();
		for (int i : bySize) {
			IndexSegment segment = this.index.segments().get(i);
			long live = coverage.liveCount(i);
			boolean isWorn = 2 * live < segment.rowIds().size() || open.isDamaged(segment);
			if (isWorn || built > 0 && live <= 2 * built) {
				outgrown.add(segment);
				built += live;
			}
		}
		return outgrown;
	}

	/**
	 * Counts the rows that no segment of an index covers.
	 * @param manifest the version
	 * @param index the index
	 * @return their number
	 */
	public static long uncoveredCount(Manifest manifest, IndexMetadata index) {
		return Coverage.of(manifest, index).uncovered().count();
	}

	/**
	 * Counts the rows that the index can have and that no segment of it covers.
	 * @return their number
	 */
	public long newRows() {
		return newRows(List.of());
	}

	private long newRows(List<IndexSegment> replaced) {
		return uncovered(replaced).count() - tooLong().count();
	}

	private RowSelection uncovered(List<IndexSegment> replaced) {
		List<IndexSegment> kept = new ArrayList<>(this.index.segments());
		kept.removeAll(replaced);
		return Coverage.of(this.manifest, this.index.with(kept)).uncovered();
	}

	/**
	 * Finds the rows beside the segments whose vectors are too long. Few tables have
	 * such, so nobody looks for them before the first segment is built.
	 */
	private RowSelection tooLong() {
		RowSelection known = this.tooLong;
		if (known == null) {
			known = (this.index.segments().isEmpty() || !IndexType.of(this.index.type()).isVector())
					? RowSelection.none(this.manifest) : tooLong(rows(uncovered(List.of())));
			this.tooLong = known;
		}
		return known;
	}

	private RowSelection tooLong(IndexableRows rows) {
		return rows.at(LongVectors.of(rows, space()));
	}

	private IndexableRows rows(RowSelection selection) {
		return new IndexableRows(this.storage, this.manifest, this.fields, selection);
	}

	/**
	 * Builds a segment over the rows that no segment covers.
	 * @param replaced segments whose rows it covers, too
	 * @param progress is told how many rows were read, and how many will be
	 * @return the segment, or {@code null} if there is no row
	 * @throws IOException if something cannot be read or written; no file is left then
	 */
	public @Nullable IndexSegment build(List<IndexSegment> replaced, BiConsumer<Long, Long> progress)
			throws IOException {
		IndexableRows source = rows(uncovered(replaced).minus(tooLong()));
		try {
			return build(source, progress);
		}
		catch (LongVectorException ex) {
			RowSelection found = tooLong(source);
			this.tooLong = tooLong().or(found);
			return build(source.without(found), progress);
		}
	}

	/**
	 * Returns how many rows the index cannot have, because their vectors are too long;
	 * they are searched without it.
	 * @return the number, as far as is known
	 */
	public long leftOut() {
		return tooLong().count();
	}

	private @Nullable IndexSegment build(IndexableRows source, BiConsumer<Long, Long> progress) throws IOException {
		if (source.count() == 0) {
			return null;
		}
		String path = TableFiles.newIndex();
		IndexType type = IndexType.of(this.index.type());
		IndexFileWriter.Written file;
		if (type == IndexType.FTS) {
			file = texts(source, path, progress);
		}
		else {
			file = type.isScalar() ? scalar(source, path, progress) : named(source, path, progress);
		}
		return new IndexSegment(path, file.byteSize(), file.checksum(), source.rowIds());
	}

	private IndexFileWriter.Written scalar(IndexableRows rows, String path, BiConsumer<Long, Long> progress)
			throws IOException {
		long total = rows.count();
		return new ScalarIndexBuilder(ScalarIndexType.valueOf(this.index.type()), this.field).build(this.storage, path,
				rows, (done) -> progress.accept((long) done, total));
	}

	private IndexFileWriter.Written texts(IndexableRows rows, String path, BiConsumer<Long, Long> progress)
			throws IOException {
		long total = rows.count();
		TextAnalysis analysis = TextAnalysis.of(this.index.options());
		try (IndexFileWriter file = IndexFileWriter.create(this.storage, path)) {
			new TextSegmentBuilder(Collections.nCopies(this.fields.size(), analysis), rows,
					(done) -> progress.accept((long) done, total))
				.writeTo(file);
			return file.finish();
		}
	}

	private IndexFileWriter.Written named(IndexableRows rows, String path, BiConsumer<Long, Long> progress)
			throws IOException {
		try {
			return vectors(rows, path, progress);
		}
		catch (LongVectorException ex) {
			throw ex;
		}
		catch (InvalidInputException ex) {
			throw new InvalidInputException("The index '" + this.index.name() + "' of the column '"
					+ this.field.getName() + "' was not built. " + ex.getMessage(), ex);
		}
	}

	private IndexFileWriter.Written vectors(IndexableRows rows, String path, BiConsumer<Long, Long> progress)
			throws IOException {
		if (IndexType.of(this.index.type()).isGraph()) {
			return HnswIndexBuilder.build(this.storage, path, rows, graph(), progress::accept);
		}
		try (IndexFileWriter file = IndexFileWriter.create(this.storage, path)) {
			IvfSpec spec = new IvfSpec(space(), form(), partitions(rows), training());
			if (shape().isSeveral()) {
				MultiVectorIndex.build(rows, spec, file, progress::accept);
			}
			else {
				IvfIndexBuilder.build(rows, spec, file, progress::accept);
			}
			return file.finish();
		}
	}

	/**
	 * Few rows that are added later need fewer partitions than the user wanted for all.
	 */
	private int partitions(IndexableRows rows) {
		int asked = options().number(IndexOptions.PARTITIONS, 0);
		boolean isTail = !this.index.segments().isEmpty() && rows.count() / LEAST_OF_PARTITION < asked;
		return isTail ? 0 : asked;
	}

	private HnswSpec graph() {
		return new HnswSpec(space(), form(), options().number(IndexOptions.DEGREE, HnswSpec.DEGREE),
				options().number(IndexOptions.BREADTH, HnswSpec.BREADTH), training());
	}

	private IndexOptions options() {
		return new IndexOptions(this.index.options());
	}

	private VectorSpace space() {
		return space(this.index, this.field);
	}

	/**
	 * Returns the space of a vector index over a column.
	 */
	static VectorSpace space(IndexMetadata index, Field field) {
		Distance distance = Distance.valueOf(index.options().getOrDefault(IndexOptions.DISTANCE, Distance.L2.name()));
		return new VectorSpace(distance, Objects.requireNonNull(VectorShape.of(field)).dimensions());
	}

	private VectorShape shape() {
		return Objects.requireNonNull(VectorShape.of(this.field));
	}

	private VectorForm form() {
		return switch (IndexType.of(this.index.type())) {
			case IVF_FLAT, HNSW_FLAT -> new VectorForm.Flat();
			case IVF_RQ -> new VectorForm.Bits();
			case IVF_PQ, HNSW_PQ -> new VectorForm.Product(options().number(IndexOptions.SUB_VECTORS, 0),
					options().number(IndexOptions.BITS, 8));
			default -> new VectorForm.Scalar();
		};
	}

	private Training training() {
		return new Training(options().number(IndexOptions.ITERATIONS, Training.USUAL.iterations()),
				options().number(IndexOptions.SAMPLE_RATE, Training.USUAL.sampleRate()), Training.USUAL.seed());
	}

	/**
	 * Tells whether there are enough rows that the index can have to learn from.
	 * @param replaced segments whose rows are built anew
	 * @return whether a segment can be built of them and of the rows that no segment
	 * covers; else these are searched without the index
	 */
	public boolean isEnough(List<IndexSegment> replaced) {
		long rows = newRows(replaced);
		return rows > 0 && (!IndexType.of(this.index.type()).hasPatterns() || rows >= LEAST_OF_PRODUCT);
	}

}
