package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.index.IndexFile;

/**
 * An index by a graph: every vector knows others that are near, and a search walks from
 * neighbour to neighbour. The bytes are described in {@code docs/format.md}.
 */
public final class HnswIndex implements VectorIndex {

	/** Up to so many accepted rows are compared exactly, which is as fast. */
	private static final int FEW = 5000;

	/** How many nodes are kept in view at least. */
	private static final int BREADTH = 100;

	private final VectorSpace space;

	private final VectorCodes codes;

	private final MemorySegment ordinals;

	private final MemorySegment bytes;

	private final MemorySegment terms;

	private final HnswGraph graph;

	private final int rowCount;

	private final int size;

	private HnswIndex(SectionReader sections) {
		HnswHeader header = HnswHeader.read(sections);
		this.space = header.codes().space();
		this.rowCount = header.codes().rowCount();
		this.size = header.graph().nodes();
		this.ordinals = sections.section(1, (long) this.size * Integer.BYTES);
		this.codes = header.codes().codes(sections, 2);
		this.bytes = sections.section(3, (long) this.size * this.codes.bytes());
		this.terms = sections.section(4, (long) this.size * Float.BYTES);
		this.graph = HnswGraph.read(sections, header, 5);
		sections.requireAll(this.ordinals, 0, this.rowCount, "row");
	}

	/**
	 * Reads an index.
	 * @param file its file
	 * @return the index
	 * @throws CorruptTableException if it is damaged
	 * @throws CancelledException if the thread is interrupted
	 */
	public static HnswIndex open(IndexFile file) {
		return new HnswIndex(new SectionReader(file));
	}

	private int ordinal(int node) {
		return this.ordinals.get(Numbers.INT, (long) node * Integer.BYTES);
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
		NearestQueue found = new NearestQueue(breadth(search));
		this.graph.walk(scores(vector, search.work()), accepted(query, search, source), found);
		if (found.size() < Math.min(search.limit(), this.size)) {
			offerAll(search, ranking);
		}
		else {
			offerBest(found, candidateCount(search), ranking);
		}
		return ranking.nearestFirst();
	}

	private HnswGraph.Scores scores(float[] vector, VectorSearch.Work work) {
		VectorCodes.CodeScan scan = this.codes.scan(vector);
		float[] score = new float[1];
		int length = this.codes.bytes();
		return (node) -> {
			work.node();
			score[0] = this.terms.get(Numbers.FLOAT, (long) node * Float.BYTES);
			scan.addScores(this.bytes, (long) node * length, 1, score);
			return score[0];
		};
	}

	/**
	 * Codes do not tell on which side of a least distance a vector lies.
	 */
	private IntPredicate accepted(QueryVector query, VectorSearch search, VectorSource source) {
		BitSet accepted = search.accepted();
		IntPredicate rows = (accepted != null) ? (node) -> accepted.get(ordinal(node)) : (node) -> true;
		return (search.lower() > Double.NEGATIVE_INFINITY)
				? rows.and((node) -> source.distance(query, ordinal(node)) >= search.lower()) : rows;
	}

	private void offerBest(NearestQueue found, int count, ExactRanking ranking) {
		NearestQueue best = new NearestQueue(Math.min(count, found.size()));
		for (int i = 0; i < found.size(); i++) {
			best.offer(ordinal(found.ordinal(i)), found.score(i));
		}
		ranking.offerAll(best.risingOrdinals());
	}

	/**
	 * Some rows may not be reached, for example if too many have the same vector.
	 */
	private void offerAll(VectorSearch search, ExactRanking ranking) {
		for (int node = 0; node < this.size; node++) {
			if ((node & 0xFFF) == 0) {
				CancelledException.throwIfInterrupted();
			}
			if (search.accepts(ordinal(node))) {
				ranking.offer(ordinal(node));
			}
		}
	}

	private int breadth(VectorSearch search) {
		int asked = search.effort().breadth();
		long usual = Math.max(BREADTH, candidateCount(search));
		return (int) Math.min(this.size, Math.max((asked > 0) ? asked : usual, search.limit()));
	}

	private int candidateCount(VectorSearch search) {
		int asked = search.effort().refineFactor();
		long factor = (asked > 0) ? asked : this.codes.refineFactor();
		return (int) Math.min(this.size, search.limit() * factor + ((asked > 0) ? 0 : this.codes.spare()));
	}

}
