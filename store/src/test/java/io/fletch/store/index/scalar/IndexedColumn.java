package io.fletch.store.index.scalar;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexRows;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Filter;

/**
 * A column {@code x} in several batches, some of whose rows are deleted, and what the
 * evaluator says of its rows.
 */
record IndexedColumn(Schema schema, List<RowBatch> batches, List<BitSet> live) implements IndexRows {

	static final String PATH = "x.index";

	static IndexedColumn of(Field field, List<? extends @Nullable Object> values, Random random) {
		Schema schema = new Schema(List.of(field));
		List<RowBatch> batches = new ArrayList<>();
		List<BitSet> live = new ArrayList<>();
		for (int from = 0; from < values.size();) {
			int to = Math.min(values.size(), from + 1 + random.nextInt(200));
			List<@Nullable Object[]> rows = new ArrayList<>();
			BitSet alive = new BitSet();
			for (int i = from; i < to; i++) {
				rows.add(new @Nullable Object[] { values.get(i) });
				alive.set(i - from, random.nextInt(20) > 0);
			}
			byte[] message = new BatchEncoder(schema).encode(rows).toByteArray();
			batches.add(RowBatch.decode(schema, MemorySegment.ofArray(message)));
			live.add(alive);
			from = to;
		}
		return new IndexedColumn(schema, batches, live);
	}

	@Override
	public int count() {
		return this.live.stream().mapToInt(BitSet::cardinality).sum();
	}

	@Override
	public Iterable<Piece> pieces() {
		List<Piece> pieces = new ArrayList<>();
		int ordinal = 0;
		for (int i = 0; i < this.batches.size(); i++) {
			pieces.add(new Piece(this.batches.get(i).columns(), this.live.get(i), ordinal));
			ordinal += this.live.get(i).cardinality();
		}
		return pieces;
	}

	Field field() {
		return this.schema.getFields().getFirst();
	}

	Expression parse(String sql, Map<String, ? extends @Nullable Object> parameters) {
		return ExpressionParser.parseFilter(sql, parameters, this.schema).condition();
	}

	ScalarIndex index(ScalarIndexType type) throws IOException {
		Storage storage = new MemoryStorage(new FileCache(0));
		new ScalarIndexBuilder(type, field()).build(storage, PATH, this, (rows) -> {
		});
		return open(storage, type);
	}

	ScalarIndex open(Storage storage, ScalarIndexType type) throws IOException {
		return ScalarIndex.open(IndexFile.open(storage, PATH), type, new Expression.Column("x"), field());
	}

	/**
	 * Returns the ordinals of the rows for which the evaluator says that a condition is
	 * true.
	 */
	RoaringBitmap evaluated(Expression condition) {
		ExpressionEvaluator evaluator = new ExpressionEvaluator(this.schema, new Filter(condition));
		RoaringBitmap ordinals = new RoaringBitmap();
		int ordinal = 0;
		for (int i = 0; i < this.batches.size(); i++) {
			BitSet passing = evaluator.passing(this.batches.get(i));
			for (int row = this.live.get(i).nextSetBit(0); row >= 0; row = this.live.get(i).nextSetBit(row + 1)) {
				if (passing.get(row)) {
					ordinals.add(ordinal);
				}
				ordinal++;
			}
		}
		return ordinals;
	}

}
