package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.IndexRows;
import io.fletch.store.query.Distance;

/**
 * A segment of an index over rows that have several vectors each: an index of partitions
 * over all of them tells which rows have some that are near to those of the query; the
 * rows that promise most are compared exactly. The bytes are described in
 * {@code docs/format.md}.
 */
public final class MultiVectorIndex implements VectorSegment {

	/** So many times the limit of vectors are looked for by each of the query. */
	private static final int TOKENS = 32;

	private static final int LEAST_TOKENS = 512;

	private static final int GROWTH = 8;

	/** So many times the limit of rows are compared exactly. */
	private static final int ROWS = 16;

	private static final int LEAST_ROWS = 512;

	/** Where one vector is not found, others of its row are. */
	private static final int PROBES = 8;

	private static final int STARTS = 7;

	private final Distance distance;

	private final IvfIndex tokens;

	private final int[] starts;

	private MultiVectorIndex(Distance distance, IvfIndex tokens, int[] starts) {
		this.distance = distance;
		this.tokens = tokens;
		this.starts = starts;
	}

	/**
	 * Builds a segment.
	 * @param rows the rows, of which the first column has lists of vectors
	 * @param spec the index over all vectors
	 * @param target receives its sections; the caller ends the file
	 * @param progress is told how far it is
	 * @throws IOException if the file cannot be written
	 * @throws InvalidInputException if distances of that kind cannot be added up, or
	 * there are too few vectors for what is to be built
	 * @throws CancelledException if the thread is interrupted
	 */
	public static void build(IndexRows rows, IvfSpec spec, IndexFileWriter target, BuildProgress progress)
			throws IOException {
		LateInteraction.require(spec.space().distance());
		TokenRows tokens = new TokenRows(rows);
		IvfIndexBuilder.build(tokens, spec, target, progress);
		Numbers.write(target, tokens.starts());
		target.endSection();
	}

	/**
	 * Reads an index.
	 * @param file its file
	 * @return the index
	 * @throws CorruptTableException if it is damaged
	 * @throws CancelledException if the thread is interrupted
	 */
	public static MultiVectorIndex open(IndexFile file) {
		SectionReader sections = new SectionReader(file);
		IvfHeader header = IvfHeader.read(sections);
		MemorySegment section = file.section(STARTS);
		sections.require(section.byteSize() <= Integer.BYTES * (long) Integer.MAX_VALUE, "it has too many rows");
		int[] starts = Numbers.ints(section);
		boolean rises = starts.length > 0 && starts[0] == 0 && section.byteSize() % Integer.BYTES == 0;
		for (int i = 1; i < starts.length; i++) {
			rises &= starts[i] >= starts[i - 1];
		}
		sections.require(rises && starts[starts.length - 1] == header.rowCount(), "the vectors of its rows overlap");
		return new MultiVectorIndex(header.space().distance(), IvfIndex.open(file), starts);
	}

	@Override
	public VectorSpace space() {
		return this.tokens.space();
	}

	@Override
	public int rowCount() {
		return this.starts.length - 1;
	}

	/**
	 * Looks for neighbours.
	 * @param query the query
	 * @param search what to look for; the refine factor says how many times the limit of
	 * rows to compare exactly, all else how to look for the vectors of each
	 * @param source the rows that the segment covers
	 * @return the neighbours, nearest first, those of one distance by their ordinals
	 * @throws InvalidInputException if the query is none for this index
	 * @throws CancelledException if the thread is interrupted
	 */
	public List<Neighbour> search(LateInteraction query, VectorSearch search, MultiVectorSource source) {
		if (search.lower() > Double.NEGATIVE_INFINITY) {
			// Which rows are far enough, near vectors do not tell.
			return nearest(query, search, source, rows(search.accepted()));
		}
		BitSet accepted = tokens(search.accepted());
		int all = (accepted != null) ? accepted.cardinality() : this.tokens.size();
		for (long wanted = Math.max(LEAST_TOKENS, (long) search.limit() * TOKENS);; wanted *= GROWTH) {
			VectorSearch some = new VectorSearch((int) Math.min(all, wanted), effort(search.effort()), accepted,
					Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, search.work());
			RowEstimates estimates = new RowEstimates(this.starts);
			for (QueryVector each : query.query()) {
				estimates.add(this.tokens.search(each, some, (vector, token) -> distance(vector, token, source)));
			}
			if (estimates.rows() >= search.limit() || wanted >= all) {
				return nearest(query, search, source, estimates.best(rowCount(search)));
			}
		}
	}

	/**
	 * Vectors need not be ranked more exactly than their rows are guessed.
	 */
	private VectorSearch.Effort effort(VectorSearch.Effort asked) {
		int usual = (this.distance != Distance.DOT) ? PROBES : 0;
		int probes = (asked.minimumProbes() > 0) ? asked.minimumProbes() : usual;
		return new VectorSearch.Effort(probes, asked.maximumProbes(), 1, asked.breadth());
	}

	private int[] rows(@Nullable BitSet accepted) {
		return (accepted != null) ? accepted.stream().toArray() : IntStream.range(0, this.starts.length - 1).toArray();
	}

	private static int rowCount(VectorSearch search) {
		int asked = search.effort().refineFactor();
		long count = (asked > 0) ? (long) search.limit() * asked : Math.max(LEAST_ROWS, (long) search.limit() * ROWS);
		return (int) Math.min(Integer.MAX_VALUE, count);
	}

	private double distance(QueryVector query, int token, MultiVectorSource source) {
		int row = TokenRows.row(this.starts, token);
		return source.distance(query, row, token - this.starts[row]);
	}

	private @Nullable BitSet tokens(@Nullable BitSet rows) {
		if (rows == null) {
			return null;
		}
		BitSet tokens = new BitSet();
		for (int row = rows.nextSetBit(0); row >= 0 && row + 1 < this.starts.length; row = rows.nextSetBit(row + 1)) {
			tokens.set(this.starts[row], this.starts[row + 1]);
		}
		return tokens;
	}

	private static List<Neighbour> nearest(LateInteraction query, VectorSearch search, MultiVectorSource source,
			int[] rows) {
		List<Neighbour> found = new ArrayList<>();
		for (int row : rows) {
			CancelledException.throwIfInterrupted();
			search.work().exactly();
			double distance = source.distance(query, row);
			if (distance >= search.lower() && distance < search.upper()) {
				found.add(new Neighbour(row, distance));
			}
		}
		found.sort(Comparator.naturalOrder());
		return List.copyOf(found.subList(0, Math.min(search.limit(), found.size())));
	}

}
