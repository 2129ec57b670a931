package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;

import io.fletch.store.distance.QueryVector;
import io.fletch.store.distance.VectorKernel;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.index.IndexFile;
import io.fletch.store.query.Distance;

/**
 * An index of partitions: vectors that are near to each other lie together, and a search
 * looks at the partitions that are nearest to the query. The bytes are described in
 * {@code docs/format.md}.
 */
public final class IvfIndex implements VectorIndex {

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	/** Up to so many accepted rows are compared exactly, which is as fast. */
	private static final int FEW = 5000;

	/** Up to so many vectors a fixed number of candidates does. */
	private static final double FEW_VECTORS = 100_000;

	private static final int PROBES = 8;

	/** So many times the limit of vectors are looked at. */
	private static final int ROWS = 20;

	/** Products say less of where the best lie. */
	private static final int PROBES_OF_DOT = 48;

	private final VectorSpace space;

	private final Centroids centroids;

	private final VectorCodes codes;

	private final int[] starts;

	private final MemorySegment ordinals;

	private final MemorySegment bytes;

	private final MemorySegment terms;

	private final int rowCount;

	private final int size;

	private IvfIndex(SectionReader sections) {
		IvfHeader header = IvfHeader.read(sections);
		this.space = header.space();
		long values = (long) header.partitions() * this.space.size();
		this.centroids = Centroids.of(sections.floats(1, values), 0, header.partitions(), this.space.size());
		this.starts = sections.ints(2, header.partitions() + 1L);
		this.codes = header.codes(sections, 4);
		requireRising(sections);
		int slots = this.starts[header.partitions()];
		this.ordinals = sections.section(3, (long) slots * Integer.BYTES);
		this.bytes = sections.section(5, (long) slots * this.codes.bytes());
		this.terms = sections.section(6, (long) slots * Float.BYTES);
		this.rowCount = header.rowCount();
		this.size = countVectors(sections, slots);
	}

	/**
	 * Reads an index.
	 * @param file its file
	 * @return the index
	 * @throws CorruptTableException if it is damaged
	 * @throws CancelledException if the thread is interrupted
	 */
	public static IvfIndex open(IndexFile file) {
		return new IvfIndex(new SectionReader(file));
	}

	private void requireRising(SectionReader sections) {
		boolean rises = this.starts[0] == 0;
		for (int i = 1; i < this.starts.length; i++) {
			rises &= this.starts[i] >= this.starts[i - 1] && this.starts[i] % this.codes.granularity() == 0;
		}
		sections.require(rises, "its partitions overlap");
	}

	private int countVectors(SectionReader sections, int slots) {
		sections.requireAll(this.ordinals, -1, this.rowCount, "row");
		int count = 0;
		for (int slot = 0; slot < slots; slot++) {
			count += (this.ordinals.get(Numbers.INT, (long) slot * Integer.BYTES) >= 0) ? 1 : 0;
		}
		return count;
	}

	@Override
	public VectorSpace space() {
		return this.space;
	}

	@Override
	public int rowCount() {
		return this.rowCount;
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public List<Neighbour> search(QueryVector query, VectorSearch search, VectorSource source) {
		float[] vector = this.space.of(query);
		ExactRanking ranking = new ExactRanking(query, search, source, this.size);
		BitSet accepted = search.accepted();
		if (accepted != null && accepted.cardinality() <= FEW) {
			ranking.offerAll(accepted.stream().toArray());
			return ranking.nearestFirst();
		}
		Probes probes = new Probes(this.centroids, vector, this.space.distance());
		if (search.lower() > Double.NEGATIVE_INFINITY) {
			scanExactly(probes, search, ranking);
		}
		else {
			scanCodes(probes, search, vector, ranking);
		}
		return ranking.nearestFirst();
	}

	/**
	 * Codes do not tell on which side of a least distance a vector lies.
	 */
	private void scanExactly(Probes probes, VectorSearch search, ExactRanking ranking) {
		Extent extent = extent(search);
		for (int i = 0; extent.goesOn(i, ranking.size(), probes); i++) {
			CancelledException.throwIfInterrupted();
			int partition = probes.next();
			search.work().partition(0);
			for (int slot = this.starts[partition]; slot < this.starts[partition + 1]; slot++) {
				int ordinal = this.ordinals.get(Numbers.INT, (long) slot * Integer.BYTES);
				if (ordinal >= 0 && search.accepts(ordinal)) {
					ranking.offer(ordinal);
				}
			}
		}
	}

	private void scanCodes(Probes probes, VectorSearch search, float[] vector, ExactRanking ranking) {
		Candidates candidates = new Candidates(candidateCount(search));
		VectorCodes.CodeScan scan = this.codes.scan(vector);
		float[] scores = new float[IvfLayout.BLOCK];
		Extent extent = extent(search);
		for (int i = 0; extent.goesOn(i, candidates.size(), probes); i++) {
			CancelledException.throwIfInterrupted();
			int partition = probes.next();
			float shift = this.codes.isResidual() ? probes.key(partition) : 0;
			int end = this.starts[partition + 1];
			search.work().partition(end - this.starts[partition]);
			for (int slot = this.starts[partition]; slot < end; slot += IvfLayout.BLOCK) {
				int slots = Math.min(IvfLayout.BLOCK, end - slot);
				MemorySegment.copy(this.terms, Numbers.FLOAT, (long) slot * Float.BYTES, scores, 0, slots);
				scan.addScores(this.bytes, (long) slot * this.codes.bytes(), slots, scores);
				collect(new Block(slot, slots, shift), scores, search, candidates);
			}
		}
		if (this.codes.isResidual() && search.effort().refineFactor() == 0) {
			ranking.offerLikely(candidates.bestFirst(), this.space.estimates(vector));
		}
		else {
			ranking.offerAll(candidates.risingOrdinals());
		}
	}

	private void collect(Block block, float[] scores, VectorSearch search, Candidates candidates) {
		for (int from = 0; from < block.slots(); from += Long.SIZE) {
			// The bound sinks meanwhile; what it then leaves out, the candidates do.
			float bound = candidates.bound() - block.shift();
			long near = KERNEL.atMost(scores, from, bound);
			int behind = block.slots() - from;
			if (behind < Long.SIZE) {
				near &= (1L << behind) - 1;
			}
			for (; near != 0; near &= near - 1) {
				int slot = from + Long.numberOfTrailingZeros(near);
				int ordinal = this.ordinals.get(Numbers.INT, (long) (block.first() + slot) * Integer.BYTES);
				if (ordinal >= 0 && search.accepts(ordinal)) {
					candidates.offer(ordinal, scores[slot] + block.shift());
				}
			}
		}
	}

	private int candidateCount(VectorSearch search) {
		int asked = search.effort().refineFactor();
		long factor = (asked > 0) ? asked : this.codes.refineFactor();
		// The more vectors there are, the more of them are as near as codes can tell.
		double spare = this.codes.spare() * Math.max(1, Math.sqrt(this.size / FEW_VECTORS));
		return (int) Math.min(this.size, search.limit() * factor + ((asked > 0) ? 0 : (long) spare));
	}

	private Extent extent(VectorSearch search) {
		int partitions = this.centroids.count();
		int asked = search.effort().minimumProbes();
		int minimum = Math.min(partitions, (asked > 0) ? asked : usualProbes(search));
		int most = search.effort().maximumProbes();
		int maximum = (most > 0) ? Math.clamp(most, minimum, partitions) : partitions;
		return new Extent(minimum, maximum, asked == 0, Math.min(search.limit(), this.size));
	}

	/**
	 * The fewer rows are accepted, the farther are those that are nearest.
	 */
	private int usualProbes(VectorSearch search) {
		BitSet accepted = search.accepted();
		double share = (accepted != null) ? Math.min(1, (double) accepted.cardinality() / this.size) : 1;
		int least = (this.space.distance() == Distance.DOT) ? Math.max(PROBES_OF_DOT, this.centroids.count() / 4)
				: PROBES;
		double ofMany = (double) ROWS * search.limit() * this.centroids.count() / Math.max(1, this.size);
		return (int) Math.min(this.centroids.count(), Math.ceil(Math.max(least, ofMany) / Math.sqrt(share)));
	}

	/**
	 * Slots of one partition.
	 *
	 * @param first the first
	 * @param slots how many
	 * @param shift what their scores lack
	 */
	private record Block(int first, int slots, float shift) {
	}

	/**
	 * How many partitions to look at.
	 */
	private record Extent(int minimum, int maximum, boolean isNearLooked, int limit) {

		boolean goesOn(int done, int found, Probes probes) {
			return done < this.minimum
					|| (done < this.maximum && (found < this.limit || (this.isNearLooked && probes.hasNear())));
		}

	}

}
